import Contracts
import Foundation
import Postgres
import Scorecard

/// A model of closing probabilities, without its weights.
struct ModelEntry: Sendable {
    let version: Int
    /// `active`, `candidate`, `retired` or `refused`
    let status: String
    let trainedAt: Date
    let activatedAt: Date?
    /// Names it by its contents.
    let hash: String
    let card: ModelCard
}

/// Something wrong with what is learnt.
struct ModelAlarmEntry: Sendable {
    let text: String
    let beganAt: Date
    let endedAt: Date?
}

/// Who holds the model in force.
struct ModelHold: Sendable {
    let actor: String
    let at: Date
}

/// Reads the models that scoring publishes.
enum ModelStore {
    private static let name = "closing"

    /// The one in force first, if any, then the newest.
    static func latest(limit: Int, in tx: isolated PostgresSession) throws -> [ModelEntry] {
        try tx.query(
            """
            SELECT version::bigint, status, trained_at, activated_at, coalesce(parameters ->> 'hash', ''), metrics
            FROM scoring.v_models WHERE name = $1 ORDER BY status = 'active' DESC, version DESC LIMIT $2
            """,
            name,
            limit
        ).map { row in
            ModelEntry(
                version: try row.value(0),
                status: try row.value(1),
                trainedAt: try row.value(2),
                activatedAt: try row.value(3),
                hash: try row.value(4),
                card: try Wire.decode(ModelCard.self, from: row.value(5, as: JSONB.self).bytes)
            )
        }
    }

    /// What stands first, then what ended last.
    static func alarms(limit: Int, in tx: isolated PostgresSession) throws -> [ModelAlarmEntry] {
        try tx.query(
            """
            SELECT text, began_at, ended_at FROM scoring.v_model_alarms WHERE name = $1
            ORDER BY ended_at DESC NULLS FIRST, began_at DESC LIMIT $2
            """,
            name,
            limit
        ).map { row in
            ModelAlarmEntry(text: try row.value(0), beganAt: try row.value(1), endedAt: try row.value(2))
        }
    }

    static func hold(in tx: isolated PostgresSession) throws -> ModelHold? {
        try tx.query(
            """
            SELECT coalesce(u.display_name, p.actor), p.held_at FROM scoring.v_model_holds AS p
            LEFT JOIN users AS u ON u.id::text = p.actor WHERE p.name = $1
            """,
            name
        ).first.map { ModelHold(actor: try $0.value(0), at: try $0.value(1)) }
    }
}
