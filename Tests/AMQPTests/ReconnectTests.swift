import Foundation
import TestSupport
import Testing

@testable import AMQP

@Suite struct ReconnectTests {
    /// Closes the named connection through the management API, as soon as that knows it.
    private func sever(_ name: String) async throws {
        let management = try Management(ServerEnvironment.managementURL())
        let isClosed = try await eventually(within: .seconds(40)) {
            try await management.closeConnections(named: name) > 0
        }
        try #require(isClosed, "the management API never listed \(name)")
    }

    /// Follows the states until the connection failed and is open again; how long that took.
    private func outage(_ states: AsyncStream<ConnectionState>) async -> Duration? {
        var failedAt: ContinuousClock.Instant?
        for await state in states {
            switch state {
            case .failed: failedAt = failedAt ?? .now
            case .open: if let failedAt { return .now - failedAt }
            case .closed: return nil
            default: continue
            }
        }
        return nil
    }

    @Test func aSeveredConsumerIsBackByItselfAndDropsStaleTags() async throws {
        try await Scene.run { scene in
            try await scene.fill(3)
            let name = "consumer \(UUID().uuidString)"
            let consumer = scene.consumer(name)
            let before = try await consumer.take(3)
            let states = consumer.stateChanges
            async let outage = outage(states)
            try await sever(name)
            let seconds = await outage
            #expect(try #require(seconds) <= .seconds(20))

            consumer.acknowledge(before.map(\.tag))
            let again = try await consumer.take(3)
            #expect(again.map(\.text).sorted() == ["0", "1", "2"])
            #expect(again.allSatisfy { $0.redelivered })
            let isCounted = await eventually { consumer.staleTags == 3 }
            #expect(isCounted)
            #expect(consumer.state == .open)
            consumer.acknowledge(again.map(\.tag))
            await consumer.close()
            let depth = try await scene.admin.queueDepth(scene.queue)
            #expect(depth?.messages == 0)
        }
    }

    @Test func aSeveredPublisherLosesNothingSilently() async throws {
        try await Scene.run { scene in
            let name = "publisher \(UUID().uuidString)"
            let publisher = scene.publisher(name, window: 32)
            let stop = Flag()
            let states = publisher.stateChanges
            async let results = publishUntil(stop, publisher, scene)
            async let outage = outage(states)
            // Also where severing fails: else the publishing would be waited for without an end.
            defer { stop.raise() }
            try await sever(name)
            let seconds = await outage
            stop.raise()
            let outcomes = await results
            #expect(try #require(seconds) <= .seconds(20))
            let confirmed = outcomes.count { $0 == .confirmed }
            let isThere = try await eventually {
                try await scene.admin.queueDepth(scene.queue)?.messages ?? 0 >= confirmed
            }
            #expect(confirmed > 0 && isThere)
            let depth = try await scene.admin.queueDepth(scene.queue)?.messages ?? 0
            #expect(depth <= outcomes.count)
            await publisher.close()
        }
    }

    /// Wherever one begins, it comes to the node that answers.
    @Test func ofSeveralNodesTheOneThatAnswersIsFound() async throws {
        try await Scene.run { scene in
            let live = scene.url
            let place = try #require(live.range(of: "@")).upperBound
            let url = live[..<place] + "127.0.0.1:1," + live[place...] + ",127.0.0.1:2"
            for _ in 0..<4 {
                let publisher = AMQPPublisher(AMQPConfig(url: String(url), connectionName: "test"))
                publisher.start()
                #expect(await publisher.publish([scene.outgoing([1])]) == [.confirmed])
                await publisher.close()
            }
        }
    }

    private func publishUntil(_ stop: Flag, _ publisher: AMQPPublisher, _ scene: Scene) async -> [PublishOutcome] {
        var outcomes: [PublishOutcome] = []
        while !stop.isRaised {
            outcomes += await publisher.publish((0..<50).map { _ in scene.outgoing([1]) })
        }
        return outcomes
    }

    @Test func aDeletedQueueIsDeclaredAndConsumedAgain() async throws {
        try await Scene.run { scene in
            let consumer = scene.consumer()
            let isOpen = await eventually { consumer.state == .open }
            #expect(isOpen)
            let states = consumer.stateChanges
            async let outage = outage(states)
            try await scene.admin.deleteQueue(scene.queue)
            #expect(await outage != nil)
            try await scene.fill(1)
            let taken = try await consumer.take(1)
            #expect(taken.count == 1)
            await consumer.close()
        }
    }

    @Test func aChannelErrorOfTheBrokerIsReportedAndMended() async throws {
        try await Scene.run { scene in
            let publisher = scene.publisher()
            let isOpen = await eventually { publisher.state == .open }
            #expect(isOpen)
            let states = publisher.stateChanges
            async let failure = firstFailure(states)
            var astray = scene.outgoing([1])
            astray.exchange = "no.such.exchange"
            _ = await publisher.publish([astray])
            #expect(await failure?.contains("NOT_FOUND") == true)
            let outcomes = await publisher.publish([scene.outgoing([1])])
            #expect(outcomes == [.confirmed])
            await publisher.close()
        }
    }

    @Test func anotherDeclarationIsNamedInTheState() async throws {
        try await Scene.run { scene in
            let other = AMQPTopology(queues: [.init(scene.queue, arguments: ["x-queue-type": "classic"])])
            let consumer = AMQPConsumer(scene.config(), topology: other, queue: scene.queue, prefetch: 1)
            consumer.start()
            let text = try #require(await firstFailure(consumer.stateChanges))
            #expect(text.contains("406") && text.contains("classic") && text.contains("quorum"))
            #expect(text.contains(scene.queue))
            await consumer.close()
        }
    }

    @Test func aMissingQueueIsNamedInTheState() async throws {
        let scene = try Scene()
        let consumer = AMQPConsumer(scene.config(), queue: "missing.queue", prefetch: 1)
        consumer.start()
        #expect(await firstFailure(consumer.stateChanges)?.contains("missing.queue") == true)
        await consumer.cancel()
        let drained = try await consumer.next(upTo: 1)
        #expect(drained.isEmpty)
        await consumer.close()
    }

    private func firstFailure(_ states: AsyncStream<ConnectionState>) async -> String? {
        for await case .failed(let text) in states { return text }
        return nil
    }
}
