import Contracts
import Foundation
import Messaging
import MessagingSupport
import Testing

/// One suite over every broker: what Messaging may rely on.
@Suite struct BrokerConformanceTests {
    enum Kind: String, CaseIterable, Sendable { case inMemory, rabbitMQ }

    /// A broker of its own for one test.
    struct World {
        let broker: any MessageBroker
        let vhost: TestVhost?

        init(_ kind: Kind) async throws {
            switch kind {
            case .inMemory:
                broker = InMemoryBroker()
                vhost = nil
            case .rabbitMQ:
                let vhost = try await TestVhost.make()
                broker = AMQPBroker(url: vhost.url, name: "conformance")
                self.vhost = vhost
            }
        }

        func consumer(_ queue: String, _ types: [String], prefetch: Int = 100) async throws -> any MessageConsumer {
            let consumer = broker.consumer(of: QueueDeclaration(name: queue, types: types), prefetch: prefetch)
            consumer.start()
            try await eventually("\(queue) is subscribed") { consumer.isSubscribed }
            return consumer
        }

        func publisher() async throws -> any MessagePublisher {
            let publisher = broker.publisher(name: "test")
            publisher.start()
            try await eventually("the publisher is open") { publisher.isOpen }
            return publisher
        }

        func end() async { await vhost?.drop() }
    }

    private func lead(_ text: String = "x") -> OutgoingMessage {
        let id = UUIDv7.make()
        return OutgoingMessage(
            envelope: Envelope(
                messageID: id,
                type: "lead.scored.v1",
                correlationID: UUIDv7.make(),
                causationID: UUIDv7.make(),
                subject: "lead/1",
                companyID: UUIDv7.make(),
                departmentID: "commercial",
                aggregateVersion: 7,
                traceparent: "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
                occurredAt: Date(timeIntervalSince1970: 1_790_000_000.123)
            ),
            body: Array("{\"text\":\"\(text)\"}".utf8)
        )
    }

    private func take(_ consumer: any MessageConsumer, _ count: Int) async throws -> [InboundMessage] {
        var taken: [InboundMessage] = []
        while taken.count < count { taken += try await consumer.next(upTo: count - taken.count) }
        return taken
    }

    @Test(arguments: Kind.allCases)
    func everyBoundQueueGetsTheMessageWithItsEnvelope(kind: Kind) async throws {
        let world = try await World(kind)
        let first = try await world.consumer("assignment.in", ["lead.scored.v1"])
        let second = try await world.consumer("pipeline-monitor.in", ["lead.scored.v1"])
        let message = lead("é")

        #expect(try await world.publisher().publish([message]) == [.confirmed])

        for consumer in [first, second] {
            let got = try #require(try await take(consumer, 1).first)
            #expect(got.envelope == message.envelope)
            #expect(got.body == message.body)
            #expect(got.deliveryCount == 0)
        }
        await world.end()
    }

    @Test(arguments: Kind.allCases)
    func anUnacknowledgedMessageComesAgainWithACount(kind: Kind) async throws {
        let world = try await World(kind)
        let first = try await world.consumer("assignment.in", ["lead.scored.v1"])
        #expect(try await world.publisher().publish([lead("a"), lead("b")]) == [.confirmed, .confirmed])
        let taken = try await take(first, 2)
        first.acknowledge([taken[0].receipt])
        await first.close(within: .seconds(2))

        let second = try await world.consumer("assignment.in", ["lead.scored.v1"])
        let again = try await take(second, 1)

        #expect(again.map(\.envelope?.messageID) == [taken[1].envelope?.messageID])
        #expect(again[0].deliveryCount == 1)
        await world.end()
    }

    @Test(arguments: Kind.allCases)
    func aTypeThatSomebodyShouldHearComesBackWhenNoQueueTakesIt(kind: Kind) async throws {
        let world = try await World(kind)
        let outcome = try await world.publisher().publish([lead()]).first
        guard case .unroutable = outcome else {
            Issue.record("expected .unroutable, got \(String(describing: outcome))")
            return
        }
        await world.end()
    }

    @Test(arguments: Kind.allCases)
    func aTypeThatNobodyHearsYetIsConfirmed(kind: Kind) async throws {
        let world = try await World(kind)
        var message = lead()
        message.envelope.type = "rules.published.v1"
        #expect(try await world.publisher().publish([message]) == [.confirmed])
        await world.end()
    }

    @Test(arguments: Kind.allCases)
    func aTargetedMessageReachesItsQueueAlone(kind: Kind) async throws {
        let world = try await World(kind)
        let other = try await world.consumer("assignment.in", ["lead.scored.v1"])
        let target = try await world.consumer("pipeline-monitor.in", ["lead.scored.v1"])
        var message = lead()
        message.target = "pipeline-monitor.in"

        #expect(try await world.publisher().publish([message]) == [.confirmed])

        #expect(try await take(target, 1).first?.envelope?.messageID == message.envelope.messageID)
        await other.cancel()
        #expect(try await other.next(upTo: 1).isEmpty)
        await world.end()
    }

    @Test(arguments: Kind.allCases)
    func prefetchBoundsWhatIsUnacknowledged(kind: Kind) async throws {
        let world = try await World(kind)
        let consumer = try await world.consumer("assignment.in", ["lead.scored.v1"], prefetch: 10)
        let outcomes = try await world.publisher().publish((0..<30).map { lead("\($0)") })
        #expect(outcomes.allSatisfy { $0 == .confirmed })

        let first = try await take(consumer, 10)
        let waiting = Task { try await consumer.next(upTo: 10) }
        consumer.acknowledge(first.map(\.receipt))
        let second = try await waiting.value

        #expect(!second.isEmpty)
        #expect(Set(first.map(\.envelope?.messageID)).isDisjoint(with: second.map(\.envelope?.messageID)))
        await world.end()
    }

    @Test(arguments: Kind.allCases)
    func whoLingersTakesWhatArrivesMeanwhile(kind: Kind) async throws {
        let world = try await World(kind)
        let consumer = try await world.consumer("assignment.in", ["lead.scored.v1"])
        let publisher = try await world.publisher()
        #expect(await publisher.publish([lead("first")]) == [.confirmed])
        // RabbitMQ's ends as soon as both are there.
        let linger: Duration = kind == .rabbitMQ ? .seconds(30) : .seconds(5)
        let waiting = Task { try await consumer.next(upTo: 2, linger: linger) }
        #expect(await publisher.publish([lead("second")]) == [.confirmed])
        #expect(try await waiting.value.count == 2)
        await world.end()
    }

    @Test(arguments: Kind.allCases)
    func oneQueueKeepsTheOrderOfOnePublisher(kind: Kind) async throws {
        let world = try await World(kind)
        let consumer = try await world.consumer("assignment.in", ["lead.scored.v1"], prefetch: 500)
        let sent = (0..<300).map { lead("\($0)") }
        _ = try await world.publisher().publish(sent)
        let got = try await take(consumer, 300)
        #expect(got.map(\.envelope?.messageID) == sent.map(\.envelope.messageID))
        await world.end()
    }

    @Test(arguments: Kind.allCases)
    func depthCountsWhatIsReady(kind: Kind) async throws {
        let world = try await World(kind)
        let consumer = try await world.consumer("assignment.in", ["lead.scored.v1"])
        await consumer.cancel()
        await consumer.close(within: .seconds(2))
        _ = try await world.publisher().publish([lead(), lead(), lead()])

        try await eventually("three are ready") {
            try await world.broker.depths(of: ["assignment.in"]) == ["assignment.in": 3]
        }
        #expect(try await world.broker.depths(of: ["no.such.queue"]).isEmpty)
        await world.end()
    }

    /// Else an event would be lost for a service that has never run yet, while its other hearers get it.
    @Test func everyQueueStandsBeforeItsServiceFirstRuns() async throws {
        let vhost = try await TestVhost.make()
        let broker = AMQPBroker(url: vhost.url, name: "conformance")
        let queues = try await broker.declareQueues()
        #expect(queues == Catalogue.queues.count + Catalogue.controlQueues.count)
        let publisher = broker.publisher(name: "test")
        publisher.start()
        var message = lead()
        message.envelope.type = LeadRegistered.type
        #expect(await publisher.publish([message]) == [.confirmed])
        try await eventually("every hearer's queue holds it") {
            try await broker.depths(of: ["scoring.in", "pipeline-monitor.in"]) == [
                "scoring.in": 1, "pipeline-monitor.in": 1,
            ]
        }
        await publisher.close(within: .seconds(1))
        await vhost.drop()
    }
}
