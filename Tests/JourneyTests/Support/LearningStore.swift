import Foundation
import Postgres

/// As a superuser: outcomes as if many deals were over, and what was learnt from them.
enum LearningStore {
    /// Outcomes of each scored lead: those of small companies are won, of the others lost.
    static func teach(_ each: Int, in tx: isolated PostgresSession) throws {
        try tx.execute(
            """
            INSERT INTO scoring.outcomes (lead_id, deal_id, department_id, outcome, closed_at, inputs, rule_set, points,
                judged_at)
            SELECT s.lead_id, gen_random_uuid(), s.department_id, CASE WHEN s.size_class = 'tpe' THEN 'won' ELSE 'lost' END,
                s.computed_at - n * interval '1 minute', s.inputs, s.rule_set, s.points,
                s.computed_at - n * interval '1 minute' - interval '1 hour'
            FROM scoring.scores AS s, generate_series(1, $1::bigint) AS n WHERE s.exclusion_code IS NULL
            """,
            each
        )
        try tx.execute("UPDATE scoring.learning SET outcomes_version = outcomes_version + 1")
    }

    /// Until the session is closed, models are read and none is kept.
    static func holdModels(_ url: String) async throws -> PostgresSession {
        var config = PostgresConfig(url: url)
        config.connectTimeout = .seconds(30)
        config.lockTimeout = .seconds(60)
        config.idleInTransactionTimeout = .zero
        let session = PostgresSession(config)
        try await session.execute(unchecked: "BEGIN; LOCK TABLE scoring.models IN SHARE ROW EXCLUSIVE MODE")
        return session
    }

    struct Place: Sendable {
        var active: UUID?
        var judgesLeads: UUID?
        var models: Int
        /// There are outcomes that no training has read.
        var isBehind: Bool
        /// Scored leads without a chance.
        var unjudged: Int
    }

    static func place(in tx: isolated PostgresSession) throws -> Place {
        let rows = try tx.query(
            """
            SELECT (SELECT id FROM scoring.models WHERE status = 'active'), leads_model,
                (SELECT count(*) FROM scoring.models), trained_version <> outcomes_version,
                (SELECT count(*) FROM scoring.scores WHERE exclusion_code IS NULL
                    AND NOT inputs ? 'probabilityBasisPoints')
            FROM scoring.learning
            """
        )
        guard let row = rows.first else { return Place(models: 0, isBehind: false, unjudged: 0) }
        return Place(
            active: try row.value(0, as: UUID?.self),
            judgesLeads: try row.value(1, as: UUID?.self),
            models: try row.value(2),
            isBehind: try row.value(3),
            unjudged: try row.value(4)
        )
    }

    /// Leads looked at by looks at all for a reason.
    static func looked(for reason: String, in tx: isolated PostgresSession) throws -> Int {
        try tx.query(
            "SELECT coalesce(sum(looked), 0)::bigint FROM scoring.rescore_jobs WHERE reason = $1",
            reason
        ).values(as: Int.self).first ?? 0
    }

    /// Whoever learns holds the lock.
    static func isLearning(in tx: isolated PostgresSession) throws -> Bool {
        try tx.query("SELECT NOT pg_try_advisory_xact_lock(hashtextextended('scoring training', 0))")
            .values(as: Bool.self).first ?? false
    }
}
