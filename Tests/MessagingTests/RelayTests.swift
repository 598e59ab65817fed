import Contracts
import Foundation
import Messaging
import MessagingSupport
import Postgres
import ScriptedPeers
import Synchronization
import Testing

@Suite struct RelayTests {
    private func stored(_ scene: MessagingScene) async throws -> Int {
        try await scene.count("SELECT count(*) FROM scoring.outbox")
    }

    private func scored(_ scene: MessagingScene) -> LeadPooled {
        LeadPooled(
            leadID: LeadID(),
            companyID: CompanyID(),
            department: DepartmentID(rawValue: "commercial"),
            decisionID: DecisionID(),
            reasons: [],
            priority: 1,
            version: 1
        )
    }

    @Test func whatNoQueueTakesStaysAndGoesOnceSomebodyListens() async throws {
        let scene = try await MessagingScene()
        let messenger = scene.messenger(HandlerRegistry(.scoring))
        try await scene.running(messenger) {
            try await messenger.commit { _ in ((), [scored(scene)]) }
            try await eventually("the broker gave it back") { messenger.metrics.unroutable.value >= 1 }
            #expect(try await stored(scene) == 1)

            scene.broker.declare(.init(name: "pipeline-monitor.in", types: ["lead.pooled.v1"]))

            try await eventually("it is published") { scene.broker.published.count == 1 }
            try await eventually("the outbox is empty") { try await stored(scene) == 0 }
        }
        await scene.end()
    }

    @Test func whatAFullQueueRefusesStaysAndGoesLater() async throws {
        let scene = try await MessagingScene()
        scene.broker.declare(.init(name: "pipeline-monitor.in", types: ["lead.pooled.v1"]))
        scene.broker.refuse(["lead.pooled.v1"])
        let messenger = scene.messenger(HandlerRegistry(.scoring))
        try await scene.running(messenger) {
            try await messenger.commit { _ in ((), [scored(scene)]) }
            try await eventually("it was refused") { messenger.metrics.refused.value >= 1 }
            scene.broker.refuse([])
            try await eventually("it is published") { scene.broker.published.count == 1 }
        }
        await scene.end()
    }

    @Test func whatIsCommittedWhileTheBrokerIsAwayGoesWhenItIsBack() async throws {
        let scene = try await MessagingScene()
        scene.broker.declare(.init(name: "pipeline-monitor.in", types: ["lead.pooled.v1"]))
        scene.broker.set(away: true)
        let messenger = scene.messenger(HandlerRegistry(.scoring))
        try await scene.running(messenger) {
            for _ in 0..<60 { try await messenger.commit { _ in ((), (0..<100).map { _ in scored(scene) }) } }
            #expect(scene.broker.published.isEmpty)
            #expect(try await stored(scene) == 6000)  // more than the relay keeps in memory
            scene.broker.set(away: false)
            try await eventually("everything is published") { scene.broker.published.count >= 6000 }
            try await eventually("the outbox is empty") { try await stored(scene) == 0 }
        }
        #expect(Set(scene.broker.published.map(\.envelope.messageID)).count == 6000)
        await scene.end()
    }

    @Test func rowsOfARelayThatIsGoneArePublishedByAnother() async throws {
        let scene = try await MessagingScene()
        scene.broker.declare(.init(name: "pipeline-monitor.in", types: ["lead.pooled.v1"]))
        let event = try OutgoingMessage(scored(scene), cause: .root)
        try await scene.pool.transaction { tx in
            try tx.execute(
                """
                INSERT INTO outbox (message_id, type, correlation_id, subject, body, occurred_at, relay)
                VALUES ($1, $2, $1, 'lead/1', $3, now(), gen_random_uuid())
                """,
                event.envelope.messageID,
                event.envelope.type,
                event.body
            )
        }
        try await scene.running(scene.messenger(HandlerRegistry(.scoring))) {
            try await eventually("it is published") { scene.broker.published.count == 1 }
        }
        #expect(scene.broker.published[0].envelope.messageID == event.envelope.messageID)
        await scene.end()
    }

    @Test func rowsOfALivingRelayAreLeftToIt() async throws {
        let scene = try await MessagingScene()
        scene.broker.declare(.init(name: "pipeline-monitor.in", types: ["lead.pooled.v1"]))
        let event = try OutgoingMessage(scored(scene), cause: .root)
        try await scene.pool.transaction { tx in
            try tx.execute(
                "INSERT INTO relay (instance, seen_at) VALUES ($1, now() + interval '1 hour')",
                event.envelope.messageID
            )
            try tx.execute(
                """
                INSERT INTO outbox (message_id, type, correlation_id, subject, body, occurred_at, relay)
                VALUES ($1, $2, $1, 'lead/1', $3, now(), $1)
                """,
                event.envelope.messageID,
                event.envelope.type,
                event.body
            )
        }
        let messenger = scene.messenger(HandlerRegistry(.scoring))
        try await scene.running(messenger) {
            try await messenger.commit { _ in ((), [scored(scene)]) }
            try await eventually("its own row is published") { scene.broker.published.count == 1 }
            try await eventually("it has swept") { messenger.metrics.outboxDepth.value == 1 }
        }
        #expect(scene.broker.published.allSatisfy { $0.envelope.messageID != event.envelope.messageID })
        await scene.end()
    }

    @Test func aCommitThatFailsAnnouncesNothing() async throws {
        let scene = try await MessagingScene()
        let messenger = scene.messenger(HandlerRegistry(.scoring))
        await #expect(throws: Broken.self) {
            try await messenger.commit { tx -> (value: Void, events: [any Event]) in
                try tx.execute("INSERT INTO effects (message_id, note) VALUES (gen_random_uuid(), 'x')")
                throw Broken()
            }
        }
        #expect(try await stored(scene) == 0)
        #expect(try await scene.effects().isEmpty)
        await scene.end()
    }

    @Test func anEventThatEndsTheConnectionIsSingledOutAndTheOthersGo() async throws {
        let scene = try await MessagingScene()
        scene.broker.declare(.init(name: "pipeline-monitor.in", types: ["lead.pooled.v1"]))
        let messenger = scene.messenger(HandlerRegistry(.scoring))
        try await messenger.commit { _ in ((), (0..<20).map { _ in scored(scene) }) }
        let ids = try await scene.admin.transaction { tx in
            try tx.query("SELECT message_id FROM scoring.outbox ORDER BY seq").values(as: UUID.self)
        }
        scene.broker.endConnection(on: [ids[7]])
        try await scene.running(messenger) {
            try await eventually("the others are published") { scene.broker.published.count == 19 }
            try await eventually("the one waits with its reason") {
                try await scene.count(
                    "SELECT count(*) FROM scoring.outbox WHERE attempts > 0 AND last_error LIKE 'unanswered%'"
                ) == 1
            }
            scene.broker.endConnection(on: [])
            try await eventually("it goes in the end") { try await stored(scene) == 0 }
        }
        #expect(Set(scene.broker.published.map(\.envelope.messageID)) == Set(ids))
        await scene.end()
    }

    @Test func rowsThatAreHeldBackDelayNobodyAndCountNoAttempt() async throws {
        let scene = try await MessagingScene()
        scene.broker.declare(.init(name: "assignment.in", types: ["lead.scored.v1"]))
        scene.broker.declare(.init(name: "pipeline-monitor.in", types: ["lead.pooled.v1"]))
        scene.broker.pretend(depth: 100_001, of: "assignment.in")
        try await scene.pool.transaction { tx in
            try tx.execute(
                """
                INSERT INTO outbox (message_id, type, correlation_id, subject, body, occurred_at)
                SELECT gen_random_uuid(), CASE WHEN n <= 4500 THEN 'lead.scored.v1' ELSE 'lead.pooled.v1' END,
                    gen_random_uuid(), 'lead/1', '{}', now()
                FROM generate_series(1, 4510) AS n
                """
            )
        }
        let messenger = scene.messenger(HandlerRegistry(.scoring))
        try await scene.running(messenger) {
            try await eventually("what is behind them goes") {
                scene.broker.published.count { $0.envelope.type == "lead.pooled.v1" } == 10
            }
            scene.broker.pretend(depth: 0, of: "assignment.in")
            try await eventually("they go when there is room") { try await stored(scene) == 0 }
        }
        #expect(scene.broker.published.count == 4510)
        await scene.end()
    }

    /// The server commits, but its answer never comes: the batch runs again, finds everything handled and has nothing
    /// to hand over; its events must go all the same.
    @Test func eventsOfACommitWhoseAnswerWasLostArePublished() async throws {
        let box = Mutex<FaultProxy?>(nil)
        let scene = try await MessagingScene { port in
            let proxy = try FaultProxy(to: port)
            box.withLock { $0 = proxy }
            return proxy
        }
        let proxy = try #require(box.withLock { $0 })
        var handlers = HandlerRegistry(.scoring)
        handlers.hear(NoteLead())
        let messenger = scene.messenger(handlers)
        try await scene.running(messenger) {
            try await eventually("it is ready") { messenger.isReady }
            proxy.set(.deafAfter("COMMIT\0"))
            try await scene.announce([scene.lead("a"), scene.lead("b")])
            try await eventually("the server has committed") { try await scene.effects().isEmpty == false }
            proxy.set(.none)
            proxy.cut()
            try await eventually("both are handled") { try await scene.effects() == ["a", "b"] }
            try await eventually("what they announced is published") {
                Set(scene.broker.published.filter { $0.envelope.type == "deal.scored.v1" }.map(\.envelope.messageID))
                    .count == 2
            }
            try await eventually("the outbox is empty") { try await stored(scene) == 0 }
        }
        #expect(messenger.metrics.duplicates.value > 0)
        await scene.end()
    }
}
