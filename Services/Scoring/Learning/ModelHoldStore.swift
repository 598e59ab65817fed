import Contracts
import Foundation
import Postgres
import Scorecard

/// Table `model_holds`: which model people hold in force; and how an earlier one comes into force again.
enum ModelHoldStore {
    struct Stored: Sendable {
        let id: UUID
        let version: Int64
        let status: String
        let hash: String
        /// Whether its weights are kept.
        let isKept: Bool
    }

    /// Nobody trains, and nobody else changes the model in force, until the transaction ends.
    static func lock(in tx: isolated PostgresSession) throws {
        try tx.query("SELECT pg_advisory_xact_lock(hashtextextended('scoring training', 0))::text")
    }

    static func active(in tx: isolated PostgresSession) throws -> Stored? {
        try tx.query(
            """
            SELECT id, version::bigint, status, coalesce(parameters ->> 'hash', ''), body IS NOT NULL
            FROM models WHERE name = $1 AND status = 'active'
            """,
            ModelStore.name
        ).first.map(stored)
    }

    static func find(_ version: Int64, in tx: isolated PostgresSession) throws -> Stored? {
        try tx.query(
            """
            SELECT id, version::bigint, status, coalesce(parameters ->> 'hash', ''), body IS NOT NULL
            FROM models WHERE name = $1 AND version = $2
            """,
            ModelStore.name,
            version
        ).first.map(stored)
    }

    /// The one that served before a version.
    static func before(_ version: Int64, in tx: isolated PostgresSession) throws -> Stored? {
        try tx.query(
            """
            SELECT id, version::bigint, status, coalesce(parameters ->> 'hash', ''), body IS NOT NULL
            FROM models WHERE name = $1 AND version < $2 AND activated_at IS NOT NULL ORDER BY version DESC LIMIT 1
            """,
            ModelStore.name,
            version
        ).first.map(stored)
    }

    private static func stored(_ row: PostgresRow) throws -> Stored {
        let (id, version, status, hash, isKept) = try row.decode(
            UUID.self,
            Int64.self,
            String.self,
            String.self,
            Bool.self
        )
        return Stored(id: id, version: version, status: status, hash: hash, isKept: isKept)
    }

    /// Puts a model in force in the place of the one that is. What comes next is measured on deals that ended after
    /// this one had learnt.
    static func enforce(_ model: UUID, at moment: Date, in tx: isolated PostgresSession) throws {
        try tx.execute(
            "UPDATE models SET status = 'retired' WHERE name = $1 AND status = 'active' AND id <> $2",
            ModelStore.name,
            model
        )
        try tx.execute(
            "UPDATE models SET status = 'active', activated_at = $2 WHERE id = $1 AND status <> 'active'",
            model,
            moment
        )
        try tx.execute(
            "UPDATE learning SET trained_until = (SELECT (metrics ->> 'to')::timestamptz FROM models WHERE id = $1)",
            model
        )
    }

    static func hold(_ model: UUID, by actor: String, at moment: Date, in tx: isolated PostgresSession) throws {
        try tx.execute(
            """
            INSERT INTO model_holds (name, model_id, actor, held_at) VALUES ($1, $2, $3, $4)
            ON CONFLICT (name) DO UPDATE SET model_id = excluded.model_id, actor = excluded.actor,
                held_at = excluded.held_at
            """,
            ModelStore.name,
            model,
            actor,
            moment
        )
    }

    /// - Parameter hash: of what could be read of the model: one that is cut, or of another version, is held in vain
    static func isHeld(_ model: UUID?, read hash: String, in tx: isolated PostgresSession) throws -> Bool {
        try !tx.query(
            """
            SELECT h.name FROM model_holds AS h JOIN models AS m ON m.id = h.model_id
            WHERE h.name = $1 AND h.model_id = $2 AND m.parameters ->> 'hash' = $3
            """,
            ModelStore.name,
            model,
            hash
        ).isEmpty
    }

    /// - Returns: whether one was held.
    @discardableResult
    static func release(in tx: isolated PostgresSession) throws -> Bool {
        try tx.execute("DELETE FROM model_holds WHERE name = $1", ModelStore.name) > 0
    }
}
