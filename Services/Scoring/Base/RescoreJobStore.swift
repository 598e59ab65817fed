import Contracts
import Foundation
import Postgres

/// Looks at every lead, and how far they came. Who works on one holds its row until the commit.
enum RescoreJobStore {
    struct Job: Sendable {
        let id: UUID
        let reached: UUID
        let reason: String

        /// Whether most scores will look different; else only what has aged does.
        var changesMost: Bool { reason == "rules" || reason == "model" }
    }

    /// Asks for a look at every lead. An open one starts over, so that no two run after each other.
    static func begin(_ reason: String, at moment: Date, in tx: isolated PostgresSession) throws {
        try tx.execute("UPDATE rescore_jobs SET ended_at = $1 WHERE ended_at IS NULL", moment)
        try tx.execute(
            "INSERT INTO rescore_jobs (id, reason, started_at) VALUES ($1, $2, $3)",
            UUIDv7.make(at: moment),
            reason,
            moment
        )
    }

    /// Whether anybody asks for one and nobody works on it.
    static func next(in tx: isolated PostgresSession) throws -> Job? {
        try tx.query(
            """
            SELECT id, reached, reason FROM rescore_jobs WHERE ended_at IS NULL ORDER BY started_at, id LIMIT 1
            FOR UPDATE SKIP LOCKED
            """
        ).first.map { row in
            let (id, reached, reason) = try row.decode(UUID.self, UUID.self, String.self)
            return Job(id: id, reached: reached, reason: reason)
        }
    }

    static func isOpen(in tx: isolated PostgresSession) throws -> Bool {
        try tx.query("SELECT EXISTS (SELECT FROM rescore_jobs WHERE ended_at IS NULL)").first?.value(0, as: Bool.self)
            ?? false
    }

    static func advance(
        _ job: Job,
        to company: UUID,
        looked: Int,
        changed: Int,
        in tx: isolated PostgresSession
    ) throws {
        try tx.enqueue(
            "UPDATE rescore_jobs SET reached = $2, looked = looked + $3, changed = changed + $4 WHERE id = $1",
            job.id,
            company,
            looked,
            changed
        )
    }

    static func end(_ job: Job, at moment: Date, in tx: isolated PostgresSession) throws {
        try tx.execute("UPDATE rescore_jobs SET ended_at = $2 WHERE id = $1", job.id, moment)
    }

    /// The next companies that stand for themselves, in order of id.
    static func companies(after: UUID, limit: Int, in tx: isolated PostgresSession) throws -> [UUID] {
        try tx.query(
            """
            SELECT company_id FROM companies WHERE company_id > $1 AND root_id = company_id
            ORDER BY company_id LIMIT $2
            """,
            after,
            limit
        ).values(as: UUID.self)
    }

    /// Announcements that wait for the broker, counted up to `limit`.
    static func waiting(upTo limit: Int, in tx: isolated PostgresSession) throws -> Int {
        try tx.query("SELECT count(*) FROM (SELECT FROM outbox LIMIT $1) AS o", limit).first?.value(0, as: Int.self)
            ?? 0
    }
}
