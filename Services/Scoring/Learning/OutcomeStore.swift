import Contracts
import Foundation
import Postgres

/// Table `outcomes`, and how far it was learnt from.
enum OutcomeStore {
    /// What has changed since the last training, if anything. Until the transaction ends nobody else learns, and deals go
    /// on meanwhile: what ends while the outcomes are read is learnt from next time.
    struct Due: Sendable {
        let version: Int64
        /// When the newest outcome of the model in force had ended.
        let trainedUntil: Date?
    }

    /// Whether outcomes came, changed or went, or what was ever learnt was learnt in another way.
    static func due(in tx: isolated PostgresSession) throws -> Due? {
        try tx.query(
            """
            SELECT outcomes_version, trained_until FROM learning
            WHERE (outcomes_version <> trained_version OR (features <> $1 AND trained_version <> 0))
                AND pg_try_advisory_xact_lock(hashtextextended('scoring training', 0))
            """,
            LeadFeatures.version
        ).first.map { row in
            Due(version: try row.value(0), trainedUntil: try row.value(1))
        }
    }

    /// The latest `limit`, in pages, so that memory holds one page of their words at a time.
    static func latest(_ limit: Int, in tx: isolated PostgresSession) throws -> [Training.Row] {
        var rows: [Training.Row] = []
        var before: (closedAt: Date, deal: UUID)?
        while rows.count < limit {
            let page = try tx.query(
                """
                SELECT deal_id, outcome = 'won', closed_at, judged_at, inputs, points, rule_set FROM outcomes
                WHERE judged_at IS NOT NULL
                    AND ($1::timestamptz IS NULL OR (closed_at, deal_id) < ($1::timestamptz, $2::uuid))
                ORDER BY closed_at DESC, deal_id DESC LIMIT $3::bigint
                """,
                before?.closedAt,
                before?.deal,
                min(2_000, limit - rows.count)
            )
            for row in page {
                let deal = try row.value(0, as: UUID.self)
                let closedAt = try row.value(2, as: Date.self)
                rows.append(
                    Training.Row(
                        dealID: deal.uuidString,
                        isWon: try row.value(1),
                        closedAt: closedAt,
                        judgedAt: try row.value(3),
                        inputs: try Wire.decode(ScoreInputs.self, from: row.value(4, as: JSONB.self).bytes),
                        points: try row.value(5),
                        ruleSet: try row.value(6)
                    )
                )
                before = (closedAt, deal)
            }
            if page.isEmpty { break }
        }
        return rows
    }

    static func learnt(_ due: Due, until moment: Date?, in tx: isolated PostgresSession) throws {
        try tx.execute(
            "UPDATE learning SET trained_version = $1, trained_until = coalesce($2, trained_until), features = $3",
            due.version,
            moment,
            LeadFeatures.version
        )
    }

    /// Has the next round read the outcomes, though none changed.
    static func learnAgain(in tx: isolated PostgresSession) throws {
        try tx.execute("UPDATE learning SET trained_version = -1")
    }

    /// Forgets what was known of the deals of erased companies, and what they taught.
    static func forget(_ companies: [UUID], in tx: isolated PostgresSession) throws {
        guard !companies.isEmpty else { return }
        try tx.execute(
            """
            WITH gone AS (
                DELETE FROM outcomes AS o USING deals AS d
                WHERE d.company_id = ANY($1::uuid[]) AND o.deal_id = d.deal_id
                RETURNING o.deal_id
            ), emptied AS (
                UPDATE deals SET inputs = NULL, points = NULL, rule_set = NULL, judged_at = NULL
                WHERE company_id = ANY($1::uuid[]) AND inputs IS NOT NULL
            )
            UPDATE learning SET outcomes_version = outcomes_version + (SELECT count(*) FROM gone)
            """,
            companies
        )
    }
}
