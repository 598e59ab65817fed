import Contracts
import Foundation
import Postgres

/// What scoring publishes of its rules, its dry runs and its looks at every lead.
enum RulesStore {
    struct InForce: Encodable, Sendable {
        let version: Int64
        let label: String
        let actor: String
        let at: Date
    }

    /// - Throws: ``OperatorError`` while scoring has never run.
    static func inForce(in tx: isolated PostgresSession) throws -> InForce {
        let rows = try tx.query(
            "SELECT version, label, actor, at FROM scoring.v_rules_in_force ORDER BY version DESC LIMIT 1"
        )
        guard let row = rows.first else {
            throw OperatorError("No rules are in force yet. Does scoring run? Look at `filon status`.")
        }
        let (version, label, actor, at) = try row.decode(Int64.self, String.self, String.self, Date.self)
        return InForce(version: version, label: label, actor: actor, at: at)
    }

    /// A set by its name, `tpe-pme-v2`, or by name and version, `tpe-pme-v2@3`; without a version the published one.
    static func document(_ label: String, in tx: isolated PostgresSession) throws -> (
        label: String, document: JSONValue
    ) {
        let parts = label.split(separator: "@", maxSplits: 1).map(String.init)
        let rows = try tx.query(
            """
            SELECT version::bigint, definition FROM scoring.v_rule_sets
            WHERE name = $1 AND (version = $2 OR ($2 IS NULL AND status = 'published'))
            """,
            parts.first,
            parts.count > 1 ? Int(parts[1]) ?? 0 : nil
        )
        guard let row = rows.first else {
            let known = try names(in: tx).joined(separator: ", ")
            throw OperatorError("There is no rule set \(label). There are: \(known).")
        }
        let (version, definition) = try row.decode(Int.self, JSONB.self)
        let name = version == 1 ? parts[0] : "\(parts[0])@\(version)"
        return (name, try Wire.decode(JSONValue.self, from: definition.bytes))
    }

    static func names(in tx: isolated PostgresSession) throws -> [String] {
        try tx.query("SELECT name FROM scoring.v_rule_sets WHERE status = 'published' ORDER BY name")
            .values(as: String.self)
    }

    /// - Returns: nil while the dry run goes on.
    static func trial(_ id: UUID, in tx: isolated PostgresSession) throws -> RulesTrial? {
        try tx.query(
            "SELECT label, tally FROM scoring.v_rule_trials WHERE id = $1 AND ended_at IS NOT NULL",
            id
        ).first.map { row in
            let (label, tally) = try row.decode(String.self, JSONB.self)
            return RulesTrial(
                id: id.uuidString.lowercased(),
                ruleSet: label,
                result: try Wire.decode(RulesTrial.Result.self, from: tally.bytes)
            )
        }
    }

    struct Look: Encodable, Sendable {
        let job: String
        let reason: String
        let looked: Int64
        let changed: Int64
        let isDone: Bool
    }

    /// The look at every lead that was asked for last.
    static func look(in tx: isolated PostgresSession) throws -> Look? {
        try tx.query(
            """
            SELECT id, reason, looked, changed, ended_at IS NOT NULL FROM scoring.v_rescore_jobs
            ORDER BY started_at DESC, id DESC LIMIT 1
            """
        ).first.map { row in
            let (id, reason, looked, changed, isDone) = try row.decode(
                UUID.self,
                String.self,
                Int64.self,
                Int64.self,
                Bool.self
            )
            return Look(
                job: id.uuidString.lowercased(),
                reason: reason,
                looked: looked,
                changed: changed,
                isDone: isDone
            )
        }
    }
}
