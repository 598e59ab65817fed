import Contracts
import Foundation
import Postgres

/// Dry runs of rules, and how far they came.
enum TrialStore {
    struct Trial: Sendable {
        let id: UUID
        let label: String
        let reached: UUID
        let definition: [UInt8]
        let tally: Tally
    }

    /// The same request again changes nothing. What is older than a month goes.
    static func begin(
        _ id: UUID,
        _ label: String,
        _ definition: [UInt8],
        by actor: String,
        at moment: Date,
        in tx: isolated PostgresSession
    ) throws {
        try tx.execute("DELETE FROM rule_trials WHERE started_at < $1", moment.addingTimeInterval(-30 * 86_400))
        try tx.execute(
            """
            INSERT INTO rule_trials (id, label, definition, actor, tally, started_at) VALUES ($1, $2, $3, $4, $5, $6)
            ON CONFLICT DO NOTHING
            """,
            id,
            label,
            JSONB(definition),
            actor,
            JSONB(try Wire.encode(Tally())),
            moment
        )
    }

    static func next(in tx: isolated PostgresSession) throws -> Trial? {
        try tx.query(
            """
            SELECT id, label, reached, definition, tally FROM rule_trials WHERE ended_at IS NULL
            ORDER BY started_at, id LIMIT 1 FOR UPDATE SKIP LOCKED
            """
        ).first.map { row in
            let (id, label, reached, definition, tally) = try row.decode(
                UUID.self,
                String.self,
                UUID.self,
                JSONB.self,
                JSONB.self
            )
            return Trial(
                id: id,
                label: label,
                reached: reached,
                definition: definition.bytes,
                tally: try Wire.decode(Tally.self, from: tally.bytes)
            )
        }
    }

    static func keep(
        _ trial: Trial,
        _ tally: Tally,
        reached: UUID,
        endedAt: Date?,
        in tx: isolated PostgresSession
    ) throws {
        try tx.execute(
            "UPDATE rule_trials SET tally = $2, reached = $3, ended_at = $4 WHERE id = $1",
            trial.id,
            JSONB(try Wire.encode(tally)),
            reached,
            endedAt
        )
    }
}
