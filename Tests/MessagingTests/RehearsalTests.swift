import Contracts
import Foundation
import Messaging
import MessagingSupport
import Postgres
import Testing

/// What an operator has rehearsed leaves its outcome and nothing else.
@Suite struct RehearsalTests {
    @Test func theOutcomeIsToldAndNothingStays() async throws {
        try await rehearsing(NoteLead()) { scene, run in
            let message = try await scene.rehearse(scene.lead("CHAUSSON"), in: run)

            let outcome = try await scene.outcome(of: message, in: run)

            #expect(outcome["kind"]?.text == "done")
            let event = try #require(outcome["events"]?.elements?.first)
            #expect(event["type"]?.text == DealScored.type)
            #expect(event["body"]?["label"]?.text == "CHAUSSON")
        }
    }

    @Test func afailureIsAnOutcomeAndNoAttempt() async throws {
        try await rehearsing(NoteLead { _ in throw Broken() }) { scene, run in
            let message = try await scene.rehearse(scene.lead("CHAUSSON"), in: run)

            let outcome = try await scene.outcome(of: message, in: run)

            #expect(outcome["kind"]?.text == "failed")
            #expect(outcome["class"]?.text == "Broken")
        }
    }

    @Test func aRefusalIsToldWithItsReason() async throws {
        try await rehearsing(NoteLead { _ in .reject(reason: "no such department") }) { scene, run in
            let message = try await scene.rehearse(scene.lead("CHAUSSON"), in: run)

            let outcome = try await scene.outcome(of: message, in: run)

            #expect(outcome["kind"]?.text == "rejected")
            #expect(outcome["reason"]?.text == "no such department")
        }
    }

    @Test func whatACommitWouldHaveCheckedIsChecked() async throws {
        try await rehearsing(NoteLead()) { scene, run in
            try await scene.admin.execute(
                unchecked: """
                    ALTER TABLE scoring.effects ADD CONSTRAINT one_each UNIQUE (note) DEFERRABLE INITIALLY DEFERRED;
                    INSERT INTO scoring.effects VALUES (gen_random_uuid(), 'CHAUSSON')
                    """
            )
            let message = try await scene.rehearse(scene.lead("CHAUSSON"), in: run)

            let outcome = try await scene.outcome(of: message, in: run)

            #expect(outcome["class"]?.text == "sql_23505")
            try await scene.admin.execute(unchecked: "TRUNCATE scoring.effects")
        }
    }

    @Test func aMessageThatNobodyHearsIsToldSo() async throws {
        try await rehearsing(NoteLead()) { scene, run in
            let message = try await scene.rehearse(scene.request(), in: run)

            let outcome = try await scene.outcome(of: message, in: run)

            #expect(outcome["kind"]?.text == "unheard")
        }
    }

    @Test func whatEndsItsProcessAgainAndAgainIsToldSo() async throws {
        try await rehearsing(NoteLead()) { scene, run in
            let message = try scene.message(scene.lead("CHAUSSON"), in: run)
            try await scene.freeze([message], in: run)
            try await scene.admin.execute(
                "UPDATE msg.replay_messages SET starts = 1 WHERE replay_id = $1",
                run
            )
            // As the broker delivers it after two processes went away with it.
            scene.broker.redeliver(message, deliveries: 2)

            let outcome = try await scene.outcome(of: message.envelope.messageID, in: run)

            #expect(outcome["kind"]?.text == "crashed")
        }
    }

    /// Runs `body` beside a service that hears through `handler`, and sees that nothing of it stayed.
    private func rehearsing(
        _ handler: NoteLead,
        _ body: (MessagingScene, UUID) async throws -> Void
    ) async throws {
        let scene = try await MessagingScene()
        var handlers = HandlerRegistry(.scoring)
        handlers.hear(handler)
        let run = UUIDv7.make()
        try await scene.begin(run)
        try await scene.running(scene.messenger(handlers)) {
            try await body(scene, run)
        }
        #expect(try await scene.effects() == [])
        #expect(try await scene.count("SELECT count(*) FROM scoring.inbox") == 0)
        #expect(try await scene.count("SELECT count(*) FROM scoring.outbox") == 0)
        #expect(try await scene.count("SELECT count(*) FROM scoring.journal") == 0)
        #expect(try await scene.count("SELECT count(*) FROM scoring.retry") == 0)
        #expect(try await scene.count("SELECT count(*) FROM msg.dead_letter") == 0)
        #expect(scene.broker.published.allSatisfy { $0.target == "scoring.control" })
        await scene.end()
    }
}

extension MessagingScene {
    /// Of a type that the scene's service does not hear here.
    fileprivate func request() -> EnrichmentRequested {
        EnrichmentRequested(companyID: CompanyID(), actor: "test", reason: "test")
    }

    /// A run as the operator's tool writes it down.
    fileprivate func begin(_ run: UUID) async throws {
        try await admin.execute(
            """
            INSERT INTO msg.replays (id, kind, selection, messages, set_hash, requested_by)
            VALUES ($1, 'dry_run_current', 'test', 1, '', 'test')
            """,
            run
        )
    }

    fileprivate func freeze(_ messages: [OutgoingMessage], in run: UUID) async throws {
        try await admin.execute(
            """
            INSERT INTO msg.replay_messages (replay_id, position, message_id, original_id, service, type)
            SELECT $1, place, id, id, 'scoring', 'x' FROM unnest($2::uuid[]) WITH ORDINALITY AS m (id, place)
            """,
            run,
            messages.map(\.envelope.messageID)
        )
    }

    fileprivate func message(_ event: some Event, in run: UUID) throws -> OutgoingMessage {
        var message = try OutgoingMessage(event, cause: .root)
        message.envelope.replay = Envelope.Replay(run: run)
        message.target = ServiceName.scoring.controlQueue
        return message
    }

    fileprivate func rehearse(_ event: some Event, in run: UUID) async throws -> UUID {
        let message = try message(event, in: run)
        try await freeze([message], in: run)
        let outcomes = await broker.publisher(name: "operator").publish([message])
        #expect(outcomes == [.confirmed])
        return message.envelope.messageID
    }

    fileprivate func outcome(of message: UUID, in run: UUID) async throws -> JSONValue {
        var found: JSONValue?
        try await eventually("the outcome is told") {
            let rows = try await admin.transaction { tx in
                try tx.query(
                    "SELECT outcome_now FROM msg.replay_messages WHERE replay_id = $1 AND message_id = $2",
                    run,
                    message
                ).values(as: JSONB?.self)
            }
            found = try rows.first.flatMap(\.self).map { try Wire.decode(JSONValue.self, from: $0.bytes) }
            return found != nil
        }
        return try #require(found)
    }
}
