import Contracts
import Foundation
import Messaging
import MessagingSupport
import Postgres
import TestSupport
import Testing

/// Kept messages whose run is cut short: by their own process, by another end of it, by a stop.
@Suite struct RetryTests {
    private func registry() -> HandlerRegistry {
        var handlers = HandlerRegistry(.scoring)
        handlers.hear(NoteLead())
        return handlers
    }

    /// A row as a failure leaves it: due after so many seconds, begun so often, held by an instance.
    private struct Kept: Sendable {
        let note: String
        var dueIn = 0.0
        var starts = 0
        var owner: UUID?
    }

    private func keep(_ messages: [Kept], in scene: MessagingScene) async throws {
        try await scene.pool.transaction { tx in
            for one in messages {
                let message = try OutgoingMessage(scene.lead(one.note), cause: .root)
                try tx.execute(
                    """
                    INSERT INTO retry (handler, message_id, type, subject, body, attempt, starts, taken_by, due_at,
                        error_class, error)
                    VALUES ($1, $2, $3, 'lead/1', $4, 1, $5, $6, now() + make_interval(secs => $7::float8), 'x', 'x')
                    """,
                    NoteLead.name,
                    message.envelope.messageID,
                    message.envelope.type,
                    message.body,
                    one.starts,
                    one.owner,
                    one.dueIn
                )
            }
        }
    }

    /// It ended its process once among others, then alone. `starts` counts what began and never ended.
    @Test(arguments: [(1, false), (3, true)])
    func aRetryThatEndsItsProcessRunsAloneAndIsKeptInTheEnd(starts: Int, isBuried: Bool) async throws {
        let scene = try await MessagingScene()
        try await keep([Kept(note: "suspect", starts: starts), Kept(note: "other")], in: scene)
        try await scene.running(scene.messenger(registry())) {
            try await eventually("none waits any more") {
                try await scene.count("SELECT count(*) FROM scoring.retry") == 0
            }
        }
        #expect(try await scene.effects() == (isBuried ? ["other"] : ["other", "suspect"]))
        let buried = try await scene.count("SELECT count(*) FROM msg.dead_letter WHERE error_class = 'crash'")
        #expect(buried == (isBuried ? 1 : 0))
        await scene.end()
    }

    @Test func aRetryWhoseInstanceIsGoneIsTakenOverBeforeItsLeaseEnds() async throws {
        let scene = try await MessagingScene()
        let (gone, living) = (UUIDv7.make(), UUIDv7.make())
        try await scene.pool.transaction { tx in
            try tx.execute(
                """
                INSERT INTO relay (instance, seen_at)
                VALUES ($1, now() - interval '11 seconds'), ($2, now() + interval '1 hour')
                """,
                gone,
                living
            )
        }
        let orphan = Kept(note: "orphan", dueIn: 100, starts: 1, owner: gone)
        try await keep([orphan, Kept(note: "under way", dueIn: 100, starts: 1, owner: living)], in: scene)
        try await scene.running(scene.messenger(registry())) {
            try await eventually("the orphan is run") { try await scene.effects() == ["orphan"] }
        }
        #expect(try await scene.count("SELECT count(*) FROM scoring.retry WHERE taken_by IS NOT NULL") == 1)
        await scene.end()
    }

    @Test func aRetryThatStopsWithItsServiceHasLostNothing() async throws {
        let scene = try await MessagingScene()
        try await keep([Kept(note: "x")], in: scene)
        let holder = PostgresSession(scene.database.config())
        try await holder.execute(unchecked: "BEGIN; LOCK TABLE scoring.effects")
        try await scene.running(scene.messenger(registry()), grace: .seconds(60)) {
            try await eventually("it has begun") {
                try await scene.count("SELECT count(*) FROM scoring.retry WHERE starts = 1") == 1
            }
        }
        #expect(try await scene.count("SELECT count(*) FROM scoring.retry WHERE starts = 0 AND due_at <= now()") == 1)
        await holder.close()
        await scene.end()
    }
}
