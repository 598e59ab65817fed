import Contracts
import Foundation
import Messaging
import MessagingSupport
import Postgres
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
            try await eventually("the broker gave it back") { messenger.metrics.unroutable.value == 1 }
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
            try await eventually("it was refused") { messenger.metrics.refused.value == 1 }
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
            try tx.execute("INSERT INTO relay (instance) VALUES ($1)", event.envelope.messageID)
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
}
