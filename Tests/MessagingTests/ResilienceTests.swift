import Contracts
import Foundation
import Logging
import Messaging
import MessagingSupport
import Postgres
import Synchronization
import TestSupport
import Testing

@Suite struct ResilienceTests {
    private func registry(_ handler: NoteLead = NoteLead()) -> HandlerRegistry {
        var handlers = HandlerRegistry(.scoring)
        handlers.hear(handler)
        return handlers
    }

    /// Delivers what is queued `times` times without acknowledging, as processes that die do.
    private func dieWithMessages(_ scene: MessagingScene, times: Int) async throws {
        for _ in 0..<times {
            let consumer = scene.broker.consumer(
                of: .init(name: "scoring.in", types: ["lead.registered.v1"]),
                prefetch: 100
            )
            consumer.start()
            _ = try await consumer.next(upTo: 100)
            await consumer.close(within: .zero)
        }
    }

    @Test func aSuspectRunsAloneAndIsHandledWhenItIsInnocent() async throws {
        let scene = try await MessagingScene()
        scene.broker.declare(.init(name: "scoring.in", types: ["lead.registered.v1"]))
        try await scene.announce((0..<5).map { scene.lead("\($0)") })
        try await dieWithMessages(scene, times: 3)
        let messenger = scene.messenger(registry())
        try await scene.running(messenger) {
            try await eventually("all are handled") { try await scene.effects().count == 5 }
        }
        #expect(messenger.metrics.batches.value == 5)
        #expect(try await scene.count("SELECT count(*) FROM scoring.crash_mark") == 0)
        await scene.end()
    }

    @Test func aMessageThatEndedItsProcessTwiceAloneIsKeptAndItsNeighboursAreHandled() async throws {
        let scene = try await MessagingScene()
        scene.broker.declare(.init(name: "scoring.in", types: ["lead.registered.v1"]))
        let sent = try await scene.announce([scene.lead("crasher"), scene.lead("innocent")])
        try await dieWithMessages(scene, times: 4)
        try await scene.pool.transaction { tx in
            try tx.execute(
                "INSERT INTO crash_mark (handler, message_id, attempts) VALUES ($1, $2, 2)",
                NoteLead.name,
                sent[0].envelope.messageID
            )
        }
        try await scene.running(scene.messenger(registry())) {
            try await eventually("the crasher is kept") {
                try await scene.count("SELECT count(*) FROM msg.dead_letter WHERE error_class = 'crash'") == 1
            }
            try await eventually("the innocent is handled") { try await scene.effects() == ["innocent"] }
        }
        #expect(try await scene.count("SELECT count(*) FROM scoring.crash_mark") == 0)
        await scene.end()
    }

    /// Its acknowledgements were lost with processes that ended for other reasons.
    @Test func aSuspectThatWasHandledBeforeIsNoDeadLetter() async throws {
        let scene = try await MessagingScene()
        scene.broker.declare(.init(name: "scoring.in", types: ["lead.registered.v1"]))
        let sent = try await scene.announce([scene.lead("handled")])
        try await dieWithMessages(scene, times: 4)
        try await scene.pool.transaction { tx in
            try tx.execute(
                "INSERT INTO inbox (message_id, handler) VALUES ($1, $2)",
                sent[0].envelope.messageID,
                NoteLead.name
            )
            try tx.execute(
                "INSERT INTO crash_mark (handler, message_id, attempts) VALUES ($1, $2, 2)",
                NoteLead.name,
                sent[0].envelope.messageID
            )
        }
        let messenger = scene.messenger(registry())
        try await scene.running(messenger) {
            try await eventually("it is acknowledged") {
                try await scene.count("SELECT count(*) FROM scoring.crash_mark") == 0
            }
        }
        #expect(try await scene.count("SELECT count(*) FROM msg.dead_letter") == 0)
        #expect(try await scene.effects() == [])
        #expect(messenger.metrics.duplicates.value == 1)
        await scene.end()
    }

    @Test func whileTheDatabaseIsAwayNothingIsLostAndNoAttemptIsCounted() async throws {
        let scene = try await MessagingScene()
        let attempts = Mutex<Set<Int>>([])
        let handler = NoteLead { delivery in
            _ = attempts.withLock { $0.insert(delivery.attempt) }
            return nil
        }
        let messenger = scene.messenger(registry(handler))
        try await scene.running(messenger) {
            try await scene.announce((0..<200).map { scene.lead("\($0)") })
            for _ in 0..<5 {
                _ = try await scene.count(
                    """
                    SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
                    WHERE datname = current_database() AND pid <> pg_backend_pid()
                    """
                )
                try await scene.announce((0..<100).map { scene.lead("late \($0)") })
            }
            try await eventually("all are handled") { try await scene.effects().count == 700 }
            try await eventually("all are published") {
                try await scene.count("SELECT count(*) FROM scoring.outbox") == 0
            }
        }
        #expect(attempts.withLock { $0 } == [1])
        #expect(try await scene.count("SELECT count(*) FROM msg.dead_letter") == 0)
        #expect(
            Set(scene.broker.published.filter { $0.envelope.type == "deal.scored.v1" }.map(\.envelope.messageID)).count
                == 700
        )
        await scene.end()
    }

    @Test func stoppingUnderLoadHandlesWhatIsInHandAndLosesNothing() async throws {
        let scene = try await MessagingScene()
        scene.broker.declare(.init(name: "scoring.in", types: ["lead.registered.v1"]))
        try await scene.announce((0..<2000).map { scene.lead("\($0)") })
        let first = scene.messenger(registry())
        try await scene.running(first) {
            try await eventually("it is in the middle") { first.metrics.handled.value > 100 }
        }
        let second = scene.messenger(registry())
        try await scene.running(second) {
            try await eventually("the rest is handled") { try await scene.effects().count == 2000 }
        }
        #expect(first.metrics.handled.value + second.metrics.handled.value == 2000)
        await scene.end()
    }

    @Test func twoReplicasShareAQueueWithoutDoubling() async throws {
        let scene = try await MessagingScene()
        let (one, two) = (scene.messenger(registry()), scene.messenger(registry()))
        try await scene.announce((0..<1000).map { scene.lead("\($0)") })
        try await scene.running(one) {
            try await scene.running(two) {
                try await eventually("all are handled") { try await scene.effects().count == 1000 }
            }
        }
        #expect(one.metrics.handled.value + two.metrics.handled.value == 1000)
        await scene.end()
    }

    @Test func aFullOutboxPausesConsumptionUntilItDrains() async throws {
        let scene = try await MessagingScene()
        try await scene.pool.transaction { tx in
            try tx.execute(
                """
                INSERT INTO outbox (message_id, type, correlation_id, subject, body, occurred_at, due_at)
                SELECT gen_random_uuid(), 'deal.scored.v1', gen_random_uuid(), 'x', '{}', now(), now() + interval '1 hour'
                FROM generate_series(1, 20001)
                """
            )
        }
        let messenger = scene.messenger(registry())
        try await scene.running(messenger) {
            try await eventually("it pauses") { messenger.isCongested }
            let before = messenger.metrics.handled.value
            try await scene.announce((0..<500).map { scene.lead("\($0)") })
            #expect(messenger.metrics.handled.value <= before + 400)  // at most what was asked for before the pause
            _ = try await scene.count("WITH d AS (DELETE FROM scoring.outbox RETURNING 1) SELECT count(*) FROM d")
            try await eventually("it goes on") { try await scene.effects().count == 500 }
        }
        await scene.end()
    }

    @Test func nothingIsTakenOffAQueueBeforeTheServiceRuns() async throws {
        let scene = try await MessagingScene()
        let messenger = scene.messenger(registry())
        try await scene.announce([scene.lead("a")])
        #expect(!messenger.isReady)
        #expect(try await scene.broker.depths(of: ["scoring.in"]) == ["scoring.in": 1])
        try await scene.running(messenger) {
            try await eventually("it is handled") { try await scene.effects() == ["a"] }
        }
        await scene.end()
    }

    /// A good message beside one that can neither be handled nor kept: its error's text is one that no row takes.
    @Test func whatCannotEvenBeKeptGoesBackAndItsNeighboursAreHandled() async throws {
        let scene = try await MessagingScene()
        let handler = NoteLead { delivery in
            delivery.message.companyName == "cursed" ? .reject(reason: "a\0b") : nil
        }
        let messenger = scene.messenger(registry(handler))
        try await scene.announce([scene.lead("good"), scene.lead("cursed"), scene.lead("fine")])
        try await scene.running(messenger) {
            try await eventually("the neighbours are handled") { try await scene.effects() == ["fine", "good"] }
        }
        #expect(try await scene.broker.depths(of: ["scoring.in"]) == ["scoring.in": 1])
        await scene.end()
    }

    @Test func aStopIsBoundedWhileTheBrokerHangs() async throws {
        let scene = try await MessagingScene()
        let messenger = Messenger(
            service: .scoring,
            database: scene.pool,
            relayDatabase: scene.relayPool,
            broker: HangingBroker(broker: scene.broker),
            handlers: registry(),
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        )
        let running = Task { await messenger.run(grace: .seconds(2)) }
        try await scene.announce([scene.lead("a")])
        try await eventually("it is at work") { try await scene.effects() == ["a"] }
        let start = ContinuousClock.now
        running.cancel()
        await running.value
        #expect(start.duration(to: .now) < .seconds(30))
        await scene.end()
    }
}

/// Delivers, and then answers no cancellation and publishes nothing, as a broker behind a dead switch.
private struct HangingBroker: MessageBroker {
    let broker: InMemoryBroker

    func publisher(name: String) -> any MessagePublisher { HangingPublisher() }

    func consumer(of queue: QueueDeclaration, prefetch: Int) -> any MessageConsumer {
        HangingConsumer(consumer: broker.consumer(of: queue, prefetch: prefetch))
    }

    func depths(of queues: [String]) async throws -> [String: Int] { [:] }
}

private final class HangingPublisher: MessagePublisher {
    private let (closing, closed) = AsyncStream<Void>.makeStream()

    var isOpen: Bool { true }

    func start() {}

    func publish(_ messages: [OutgoingMessage]) async -> [PublishOutcome] {
        // Another task, because the real one heeds no cancellation either.
        await Task { for await _ in closing {} }.value
        return messages.map { _ in .unknown("closed") }
    }

    func close(within limit: Duration) async { closed.finish() }
}

private struct HangingConsumer: MessageConsumer {
    let consumer: any MessageConsumer
    private let answer = AsyncStream<Void>.makeStream()

    init(consumer: any MessageConsumer) {
        self.consumer = consumer
    }

    var isSubscribed: Bool { consumer.isSubscribed }

    func start() { consumer.start() }

    func next(upTo limit: Int, linger: Duration) async throws -> [InboundMessage] {
        try await consumer.next(upTo: limit, linger: linger)
    }

    func acknowledge(_ receipts: [Receipt]) { consumer.acknowledge(receipts) }

    func giveBack(_ receipts: [Receipt]) { consumer.giveBack(receipts) }

    // Another task, because the real one heeds no cancellation either.
    func cancel() async { await Task { for await _ in answer.stream {} }.value }

    func close(within limit: Duration) async {
        answer.continuation.finish()
        await consumer.close(within: limit)
    }
}
