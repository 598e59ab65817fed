import Contracts
import Foundation
import Postgres

/// Which rules were in force when, newest first.
struct RulesEntry: Sendable {
    let version: Int64
    let label: String
    /// `start`, `publish` or `rollback`
    let action: String
    /// A name where the wall lets one be seen, else as it is kept.
    let actor: String
    let at: Date
}

/// Reads the rules that scoring publishes.
enum RulesStore {
    static func history(limit: Int, in tx: isolated PostgresSession) throws -> [RulesEntry] {
        try tx.query(
            """
            SELECT f.version, f.label, f.action, coalesce(u.display_name, f.actor), f.at
            FROM scoring.v_rules_in_force AS f LEFT JOIN users AS u ON u.id::text = f.actor
            ORDER BY f.version DESC LIMIT $1
            """,
            limit
        ).map { row in
            let (version, label, action, actor, at) = try row.decode(
                Int64.self,
                String.self,
                String.self,
                String.self,
                Date.self
            )
            return RulesEntry(version: version, label: label, action: action, actor: actor, at: at)
        }
    }

    /// The document in force; nil while scoring has never run.
    static func inForce(in tx: isolated PostgresSession) throws -> JSONValue? {
        try tx.query(
            """
            SELECT s.definition FROM scoring.v_rules_in_force AS f
            JOIN scoring.v_rule_sets AS s ON s.id = f.rule_set_id ORDER BY f.version DESC LIMIT 1
            """
        ).first.map { try Wire.decode(JSONValue.self, from: $0.value(0, as: JSONB.self).bytes) }
    }
}
