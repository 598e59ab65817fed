import Contracts
import Foundation
import Messaging
import MessagingSupport
import Postgres
import Synchronization
import Testing

@Suite struct HandlingTests {
    private func registry(_ handler: NoteLead = NoteLead()) -> HandlerRegistry {
        var handlers = HandlerRegistry(.scoring)
        handlers.hear(handler)
        return handlers
    }

    @Test func aMessageLeavesItsEffectItsEventAndItsJournalRow() async throws {
        let scene = try await MessagingScene()
        let messenger = scene.messenger(registry())
        let sent = try await scene.announce([scene.lead("a")])
        try await scene.running(messenger) {
            try await eventually("the event is published") { scene.broker.published.count == 2 }
            try await eventually("the outbox is empty") {
                try await scene.count("SELECT count(*) FROM scoring.outbox") == 0
            }
        }
        let event = try #require(scene.broker.published.last)
        #expect(try await scene.effects() == ["a"])
        #expect(event.envelope.type == "deal.scored.v1")
        #expect(event.envelope.correlationID == sent[0].envelope.correlationID)
        #expect(event.envelope.causationID == sent[0].envelope.messageID)
        #expect(event.envelope.departmentID == "commercial")
        #expect(
            event.envelope.traceparent?.dropFirst(3).prefix(32) == sent[0].envelope.traceparent?.dropFirst(3).prefix(32)
        )
        #expect(try await scene.count("SELECT count(*) FROM scoring.journal") == 1)
        await scene.end()
    }

    @Test func threeDeliveriesAreOneEffect() async throws {
        let scene = try await MessagingScene()
        let messenger = scene.messenger(registry())
        let sent = try await scene.announce((0..<50).map { scene.lead("\($0)") })
        let publisher = scene.broker.publisher(name: "duplicator")
        for _ in 0..<2 { _ = await publisher.publish(sent.shuffled()) }
        try await scene.running(messenger) {
            try await eventually("every delivery is settled") {
                messenger.metrics.handled.value + messenger.metrics.duplicates.value == 150
            }
        }
        #expect(messenger.metrics.handled.value == 50)
        #expect(try await scene.effects().count == 50)
        #expect(scene.broker.published.count { $0.envelope.type == "deal.scored.v1" } == 50)
        await scene.end()
    }

    @Test func aCulpritIsKeptApartAndItsNeighboursCommit() async throws {
        let scene = try await MessagingScene()
        let handler = NoteLead { if $0.message.companyName == "bad" { throw Broken() } else { nil } }
        let messenger = scene.messenger(registry(handler))
        try await scene.announce((0..<40).map { scene.lead($0 == 23 ? "bad" : "good \($0)") })
        try await scene.running(messenger) {
            try await eventually("the culprit is a dead letter") {
                try await scene.count("SELECT count(*) FROM msg.dead_letter WHERE error_class = 'Broken'") == 1
            }
        }
        #expect(try await scene.effects().count == 39)
        #expect(try await scene.count("SELECT attempts FROM msg.dead_letter") == 3)
        #expect(try await scene.count("SELECT count(*) FROM scoring.retry") == 0)
        #expect(try await scene.count("SELECT count(*) FROM scoring.inbox") == 39)
        await scene.end()
    }

    @Test func aFailureThatPassesIsTriedAgainUnderTheSameIdentity() async throws {
        let scene = try await MessagingScene()
        let attempts = Mutex<[Int]>([])
        let handler = NoteLead { delivery in
            attempts.withLock { $0.append(delivery.attempt) }
            if delivery.attempt < 3 { throw Broken() }
            return nil
        }
        let messenger = scene.messenger(registry(handler))
        let sent = try await scene.announce([scene.lead("a")])
        try await scene.running(messenger) {
            try await eventually("it is handled") { try await scene.effects() == ["a"] }
        }
        #expect(attempts.withLock { $0 } == [1, 2, 3])
        #expect(try await scene.count("SELECT count(*) FROM scoring.retry") == 0)
        let ids = try await scene.admin.transaction { tx in
            try tx.query("SELECT message_id FROM scoring.inbox").map { try $0.value(0, as: UUID.self) }
        }
        #expect(ids == [sent[0].envelope.messageID])
        await scene.end()
    }

    @Test func whatIsPutOffIsUndoneAndRunsLaterWithoutCountingAsAnAttempt() async throws {
        let scene = try await MessagingScene()
        let runs = Mutex(0)
        let handler = NoteLead { delivery in
            #expect(delivery.attempt == 1)
            let run = runs.withLock {
                $0 += 1; return $0
            }
            return run < 4 ? .later(delay: .milliseconds(5), reason: "too early") : nil
        }
        let messenger = scene.messenger(registry(handler))
        try await scene.announce([scene.lead("a")])
        try await scene.running(messenger) {
            try await eventually("it is handled") { try await scene.effects() == ["a"] }
        }
        #expect(runs.withLock { $0 } == 4)
        await scene.end()
    }

    @Test func whatIsPutOffForEverBecomesADeadLetter() async throws {
        let scene = try await MessagingScene()
        let messenger = scene.messenger(registry(NoteLead { _ in .later(delay: .milliseconds(1), reason: "never") }))
        try await scene.announce([scene.lead("a")])
        try await scene.running(messenger) {
            try await eventually("it is kept") {
                try await scene.count(
                    "SELECT count(*) FROM msg.dead_letter WHERE error_class = 'postponed_too_often'"
                ) == 1
            }
        }
        #expect(try await scene.effects().isEmpty)
        await scene.end()
    }

    @Test func aRejectedMessageIsKeptWithItsReasonAndNothingOfItStays() async throws {
        let scene = try await MessagingScene()
        let messenger = scene.messenger(registry(NoteLead { _ in .reject(reason: "not ours") }))
        try await scene.announce([scene.lead("a"), scene.lead("b")])
        try await scene.running(messenger) {
            try await eventually("both are kept") {
                try await scene.count("SELECT count(*) FROM msg.dead_letter WHERE reason = 'not ours'") == 2
            }
        }
        #expect(try await scene.effects().isEmpty)
        #expect(try await scene.count("SELECT count(*) FROM scoring.inbox") == 0)
        await scene.end()
    }

    @Test(arguments: ["{\"leadID\":", "[]", "\u{0}", "{\"leadID\":\"x\"}"])
    func jsonThatIsNotTheTypeIsKeptAtOnce(body: String) async throws {
        let scene = try await MessagingScene()
        let messenger = scene.messenger(registry())
        var message = try OutgoingMessage(scene.lead("Secret & Fils"), cause: .root)
        message.body = Array(body.utf8)
        _ = await scene.broker.publisher(name: "test").publish([message])
        try await scene.announce([scene.lead("good")])
        try await scene.running(messenger) {
            try await eventually("it is kept") {
                try await scene.count("SELECT count(*) FROM msg.dead_letter WHERE error_class = 'undecodable'") == 1
            }
            try await eventually("the neighbour is handled") { try await scene.effects() == ["good"] }
        }
        #expect(try await scene.count("SELECT attempts FROM msg.dead_letter") == 1)
        await scene.end()
    }

    @Test func aTypeWithoutAHandlerIsADeadLetterWhenNoReplicaEverHasOne() async throws {
        let scene = try await MessagingScene()
        let messenger = scene.messenger(registry())
        scene.broker.declare(.init(name: "scoring.in", types: ["company.withdrawn.v1"]))
        try await scene.announce([CompanyWithdrawn(companyID: CompanyID(), reason: "erased", version: 1)])
        try await scene.running(messenger) {
            try await eventually("it is kept") {
                try await scene.count(
                    "SELECT count(*) FROM msg.dead_letter WHERE error_class = 'NoHandler' AND handler = 'scoring.in'"
                ) == 1
            }
        }
        #expect(try await scene.count("SELECT attempts FROM msg.dead_letter") == 3)
        #expect(try await scene.count("SELECT count(*) FROM scoring.retry") == 0)
        await scene.end()
    }

    /// As in a rolling upgrade: the old replica takes what only the new one knows.
    @Test func aTypeWithoutAHandlerWaitsForTheReplicaThatHasOne() async throws {
        let scene = try await MessagingScene()
        scene.broker.declare(.init(name: "scoring.in", types: [LeadRegistered.type]))
        try await scene.announce([scene.lead("early")])
        let policy = RetryPolicy(delays: [.seconds(60), .seconds(60)], jitter: 0)
        var old = HandlerRegistry(.scoring)
        old.hear(NoteWithdrawal())
        try await scene.running(scene.messenger(old, policy: policy)) {
            try await eventually("it waits") { try await scene.count("SELECT count(*) FROM scoring.retry") == 1 }
        }
        try await scene.admin.execute("UPDATE scoring.retry SET due_at = now()")
        try await scene.running(scene.messenger(registry(), policy: policy)) {
            try await eventually("it is handled") { try await scene.effects() == ["early"] }
        }
        #expect(try await scene.count("SELECT count(*) FROM scoring.retry") == 0)
        #expect(try await scene.count("SELECT count(*) FROM msg.dead_letter") == 0)
        await scene.end()
    }
}

private struct NoteWithdrawal: MessageHandler {
    static let name = "scoring.note-withdrawal"

    func handle(_ delivery: Delivery<CompanyWithdrawn>, in tx: isolated PostgresSession) -> Outcome { .done }
}
