import Contracts
import Foundation
import Messaging
import MessagingSupport
import Postgres
import Testing

/// A dead letter that runs again keeps its identity, and its service says what became of it with the same commit.
@Suite struct ReplayTests {
    @Test func handledAtLastTheLetterIsResolved() async throws {
        let scene = try await MessagingScene()
        let letter = try await buried(in: scene)
        let run = try await scene.retry(letter)
        var handlers = HandlerRegistry(.scoring)
        handlers.hear(NoteLead())
        try await scene.running(scene.messenger(handlers)) {
            await scene.send(letter, run)

            try await eventually("the letter is resolved") { try await scene.state(of: letter) == ("resolved", "done") }
        }
        #expect(try await scene.effects() == ["CHAUSSON"])
        await scene.end()
    }

    @Test func deliveredTwiceItHasOneEffectAndStaysResolved() async throws {
        let scene = try await MessagingScene()
        let letter = try await buried(in: scene)
        let run = try await scene.retry(letter)
        var handlers = HandlerRegistry(.scoring)
        handlers.hear(NoteLead())
        try await scene.running(scene.messenger(handlers)) {
            await scene.send(letter, run)
            await scene.send(letter, run)

            try await eventually("both are handled") { try await scene.state(of: letter) == ("resolved", "done") }
        }
        #expect(try await scene.effects() == ["CHAUSSON"])
        await scene.end()
    }

    @Test func failedAgainTheLetterIsOpenAgain() async throws {
        let scene = try await MessagingScene()
        let letter = try await buried(in: scene)
        let run = try await scene.retry(letter)
        var handlers = HandlerRegistry(.scoring)
        handlers.hear(NoteLead { _ in .reject(reason: "still wrong") })
        try await scene.running(scene.messenger(handlers)) {
            await scene.send(letter, run)

            try await eventually("the letter is open") { try await scene.state(of: letter) == ("open", "failed") }
        }
        #expect(try await scene.count("SELECT count(*) FROM msg.dead_letter") == 1)
        await scene.end()
    }

    /// What fails for a while takes its run's name along to its next attempts.
    @Test func handledAtALaterAttemptItIsResolvedToo() async throws {
        let scene = try await MessagingScene()
        let letter = try await buried(in: scene)
        let run = try await scene.retry(letter)
        var handlers = HandlerRegistry(.scoring)
        handlers.hear(NoteLead { delivery in if delivery.attempt < 3 { throw Broken() } else { nil } })
        try await scene.running(scene.messenger(handlers)) {
            await scene.send(letter, run)

            try await eventually("the letter is resolved") { try await scene.state(of: letter) == ("resolved", "done") }
        }
        await scene.end()
    }

    /// A message that a handler refused.
    private func buried(in scene: MessagingScene) async throws -> OutgoingMessage {
        var handlers = HandlerRegistry(.scoring)
        handlers.hear(NoteLead { _ in .reject(reason: "wrong") })
        var messages: [OutgoingMessage] = []
        try await scene.running(scene.messenger(handlers)) {
            messages = try await scene.announce([scene.lead("CHAUSSON")])
            try await eventually("it is a dead letter") {
                try await scene.count("SELECT count(*) FROM msg.dead_letter WHERE state = 'open'") == 1
            }
        }
        return try #require(messages.first)
    }
}

extension MessagingScene {
    /// Takes the letter as the operator's tool does.
    fileprivate func retry(_ letter: OutgoingMessage) async throws -> UUID {
        let run = UUIDv7.make()
        try await admin.execute(
            """
            INSERT INTO msg.replays (id, kind, selection, messages, set_hash, requested_by)
            VALUES ($1, 'retry', 'test', 1, '', 'test')
            """,
            run
        )
        try await admin.execute(
            """
            INSERT INTO msg.replay_messages (replay_id, position, message_id, original_id, service, type, state)
            VALUES ($1, 1, $2, $2, 'scoring', $3, 'sent')
            """,
            run,
            letter.envelope.messageID,
            letter.envelope.type
        )
        try await admin.execute("UPDATE msg.dead_letter SET state = 'replaying', replay = $1", run)
        return run
    }

    fileprivate func send(_ letter: OutgoingMessage, _ run: UUID) async {
        var message = letter
        message.envelope.replay = Envelope.Replay(run: run)
        message.target = ServiceName.scoring.queue
        _ = await broker.publisher(name: "operator").publish([message])
    }

    fileprivate func state(of letter: OutgoingMessage) async throws -> (String, String) {
        try await admin.transaction { tx in
            let row = try tx.query(
                """
                SELECT l.state, m.state FROM msg.dead_letter AS l
                JOIN msg.replay_messages AS m ON m.message_id = l.message_id WHERE l.message_id = $1
                """,
                letter.envelope.messageID
            ).first
            return try row?.decode(String.self, String.self) ?? ("", "")
        }
    }
}
