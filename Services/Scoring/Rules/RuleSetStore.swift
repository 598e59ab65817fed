import Contracts
import Foundation
import Postgres

/// Rule sets, as people look at them and as decisions are traced to them, and which one is in force.
enum RuleSetStore {
    struct Stored: Sendable {
        let id: UUID
        let name: String
        let version: Int

        var label: String { StoredRules.label(name, version) }
    }

    // MARK: What ships

    /// Writes down the sets that the service was built with, and puts the first in force if none is; what stands
    /// already is left as it is.
    static func ship(_ sets: [(name: String, definition: [UInt8])], at moment: Date, in tx: isolated PostgresSession)
        throws
    {
        for set in sets {
            try tx.execute(
                """
                INSERT INTO rule_sets (id, name, version, definition, status, created_by, created_at, published_at)
                SELECT $1, $2, 1, $3, 'published', 'scoring', $4, $4
                WHERE NOT EXISTS (SELECT FROM rule_sets WHERE name = $2)
                ON CONFLICT DO NOTHING
                """,
                UUIDv7.make(at: moment),
                set.name,
                JSONB(set.definition),
                moment
            )
        }
        guard let first = sets.first else { return }
        try tx.execute(
            """
            INSERT INTO rules_in_force (version, rule_set_id, label, action, actor, at)
            SELECT 1, id, name, 'start', 'scoring', $2 FROM rule_sets
            WHERE name = $1 AND version = 1 AND NOT EXISTS (SELECT FROM rules_in_force)
            ON CONFLICT DO NOTHING
            """,
            first.name,
            moment
        )
    }

    // MARK: Sets

    /// The published version of a name.
    static func published(_ name: String, in tx: isolated PostgresSession) throws -> Stored? {
        try tx.query(
            "SELECT id, name, version::bigint FROM rule_sets WHERE name = $1 AND status = 'published'",
            name
        ).map(stored).first
    }

    static func definition(of id: UUID, in tx: isolated PostgresSession) throws -> [UInt8]? {
        try tx.query("SELECT definition FROM rule_sets WHERE id = $1", id).first?.value(0, as: JSONB.self).bytes
    }

    /// The label that a set would have once it is published: ``keep(_:_:by:at:in:)``'s.
    static func label(of name: String, _ definition: [UInt8], in tx: isolated PostgresSession) throws -> String {
        let version = try tx.query(
            """
            SELECT coalesce(max(version) FILTER (WHERE definition = $2), max(version) + 1, 1)::bigint
            FROM rule_sets WHERE name = $1
            """,
            name,
            JSONB(definition)
        ).first?.value(0, as: Int.self)
        return StoredRules.label(name, version ?? 1)
    }

    /// What a label of a score stands for, e.g. `tpe-pme-v2@3`.
    static func definition(labelled label: String, in tx: isolated PostgresSession) throws -> [UInt8]? {
        let parts = label.split(separator: "@", maxSplits: 1)
        guard let name = parts.first, let version = parts.count == 1 ? 1 : Int(parts[1]) else { return nil }
        return try tx.query(
            "SELECT definition FROM rule_sets WHERE name = $1 AND version = $2",
            String(name),
            version
        ).first?.value(0, as: JSONB.self).bytes
    }

    /// Writes a set down as the newest version of its name; the same document again is the same version.
    static func keep(
        _ name: String,
        _ definition: [UInt8],
        by actor: String,
        at moment: Date,
        in tx: isolated PostgresSession
    ) throws -> Stored {
        let same = try tx.query(
            "SELECT id, name, version::bigint FROM rule_sets WHERE name = $1 AND definition = $2 ORDER BY version DESC LIMIT 1",
            name,
            JSONB(definition)
        ).map(stored).first
        try tx.execute(
            "UPDATE rule_sets SET status = 'retired' WHERE name = $1 AND status = 'published' AND id IS DISTINCT FROM $2",
            name,
            same?.id
        )
        if let same {
            try tx.execute("UPDATE rule_sets SET status = 'published' WHERE id = $1", same.id)
            return same
        }
        let rows = try tx.query(
            """
            INSERT INTO rule_sets (id, name, version, definition, status, created_by, created_at, published_at)
            SELECT $1, $2, coalesce(max(version), 0) + 1, $3, 'published', $4, $5, $5 FROM rule_sets WHERE name = $2
            RETURNING id, name, version::bigint
            """,
            UUIDv7.make(at: moment),
            name,
            JSONB(definition),
            actor,
            moment
        )
        guard let row = rows.first else { throw FaultyRules([.missing("name")]) }
        return try stored(row)
    }

    private static func stored(_ row: PostgresRow) throws -> Stored {
        let (id, name, version) = try row.decode(UUID.self, String.self, Int.self)
        return Stored(id: id, name: name, version: version)
    }

    // MARK: What is in force

    /// Until the commit no other rules come into force. Before any row is locked: whoever waits for rows behind somebody
    /// who waits for this would wait for ever.
    static let keepInForce = PostgresStatement(
        "SELECT pg_advisory_xact_lock_shared(hashtextextended('scoring rules', 0))::text"
    )

    static let current = PostgresStatement(
        "SELECT version, rule_set_id, label FROM rules_in_force ORDER BY version DESC LIMIT 1"
    )

    static func inForce(_ rows: PostgresRows) throws -> RulesInForce? {
        try rows.first.map { row in
            let (version, ruleSet, label) = try row.decode(Int64.self, UUID.self, String.self)
            return RulesInForce(version: version, ruleSet: ruleSet, label: label)
        }
    }

    /// Until the commit nobody scores.
    static func waitForScorers(in tx: isolated PostgresSession) throws {
        try tx.query("SELECT pg_advisory_xact_lock(hashtextextended('scoring rules', 0))::text")
    }

    /// Behind everybody who scores by them, so that of two changes the second one sees the first.
    static func inForceLocked(in tx: isolated PostgresSession) throws -> RulesInForce? {
        try waitForScorers(in: tx)
        return try inForce(
            tx.query("SELECT version, rule_set_id, label FROM rules_in_force ORDER BY version DESC LIMIT 1")
        )
    }

    /// What was in force before `version`, other than its rules.
    static func before(_ rules: RulesInForce, in tx: isolated PostgresSession) throws -> RulesInForce? {
        try inForce(
            tx.query(
                """
                SELECT version, rule_set_id, label FROM rules_in_force
                WHERE version < $1 AND rule_set_id <> $2 ORDER BY version DESC LIMIT 1
                """,
                rules.version,
                rules.ruleSet
            )
        )
    }

    static func enforce(
        _ rules: RulesInForce,
        _ action: String,
        by actor: String,
        at moment: Date,
        in tx: isolated PostgresSession
    ) throws {
        try tx.execute(
            "INSERT INTO rules_in_force (version, rule_set_id, label, action, actor, at) VALUES ($1, $2, $3, $4, $5, $6)",
            rules.version,
            rules.ruleSet,
            rules.label,
            action,
            actor,
            moment
        )
    }
}
