import Contracts
import Foundation
import Postgres

/// Table `deals`, and `outcomes` of those that are over.
enum DealStore {
    /// What an event says of a deal.
    struct Heard: Sendable {
        let deal: DealState
        /// open, won or lost; nil: the event says nothing of it
        let state: String?
        let at: Date
    }

    /// Keeps each deal as last heard of. Its state has a version of its own: a late "updated" opens no deal, and a
    /// "won" that comes after a later "updated" still counts.
    /// - Parameter heard: one per deal.
    static func save(_ heard: [Heard], in tx: isolated PostgresSession) throws {
        let heard = heard.sorted { $0.deal.dealID.description < $1.deal.dealID.description }
        let deals = heard.map(\.deal)
        try tx.execute(
            """
            INSERT INTO deals AS d (deal_id, lead_id, company_id, department_id, stage, amount_cents, stage_since,
                created_at, version, next_step_on, state, state_version, closed_at)
            SELECT deal_id, lead_id, company_id, department_id, stage, amount, stage_since, created_at, version,
                step, coalesce(state, 'open'), CASE WHEN state IS NULL THEN 0 ELSE version END,
                CASE WHEN state IN ('won', 'lost') THEN at END
            FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::text[], $5::text[], $6::bigint[], $7::timestamptz[],
                $8::timestamptz[], $9::bigint[], $10::text[], $11::timestamptz[], $12::date[])
                AS e (deal_id, lead_id, company_id, department_id, stage, amount, stage_since, created_at, version,
                    state, at, step)
            ON CONFLICT (deal_id) DO UPDATE SET
                lead_id = CASE WHEN excluded.version > d.version THEN excluded.lead_id ELSE d.lead_id END,
                company_id = CASE WHEN excluded.version > d.version THEN excluded.company_id ELSE d.company_id END,
                stage = CASE WHEN excluded.version > d.version THEN excluded.stage ELSE d.stage END,
                amount_cents =
                    CASE WHEN excluded.version > d.version THEN excluded.amount_cents ELSE d.amount_cents END,
                stage_since = CASE WHEN excluded.version > d.version THEN excluded.stage_since ELSE d.stage_since END,
                next_step_on =
                    CASE WHEN excluded.version > d.version THEN excluded.next_step_on ELSE d.next_step_on END,
                version = greatest(d.version, excluded.version),
                state = CASE WHEN excluded.state_version > d.state_version THEN excluded.state ELSE d.state END,
                closed_at =
                    CASE WHEN excluded.state_version > d.state_version THEN excluded.closed_at ELSE d.closed_at END,
                state_version = greatest(d.state_version, excluded.state_version)
            """,
            deals.map(\.dealID.rawValue),
            deals.map(\.leadID.rawValue),
            deals.map(\.companyID.rawValue),
            deals.map(\.department.rawValue),
            deals.map(\.stage),
            deals.map(\.amountCents),
            deals.map(\.stageSince),
            deals.map(\.createdAt),
            deals.map(\.version),
            heard.map(\.state),
            heard.map(\.at),
            deals.map { $0.nextStepOn?.postgresDay }
        )
    }

    /// Keeps with each deal what was known when it began: the last score of its lead until then, else the first one
    /// after, if the deal was open still. Nothing that became known later is learnt from.
    static func keepSnapshots(of deals: [UUID], in tx: isolated PostgresSession) throws {
        try tx.execute(
            """
            UPDATE deals AS d SET inputs = s.inputs, points = s.points, rule_set = s.rule_set,
                judged_at = greatest(s.computed_at, d.created_at)
            FROM unnest($1::uuid[]) AS wanted (deal_id)
            JOIN deals AS own ON own.deal_id = wanted.deal_id
            CROSS JOIN LATERAL (
                (SELECT inputs, points, rule_set, computed_at FROM score_history AS h
                WHERE h.lead_id = own.lead_id AND h.computed_at <= own.created_at AND h.inputs IS NOT NULL
                    AND h.exclusion_code IS NULL
                ORDER BY h.version DESC LIMIT 1)
                UNION ALL
                (SELECT inputs, points, rule_set, computed_at FROM score_history AS h
                WHERE h.lead_id = own.lead_id AND h.computed_at > own.created_at AND h.inputs IS NOT NULL
                    AND h.exclusion_code IS NULL AND (own.closed_at IS NULL OR h.computed_at < own.closed_at)
                ORDER BY h.version LIMIT 1)
                LIMIT 1
            ) AS s
            WHERE d.deal_id = own.deal_id AND d.inputs IS NULL
            """,
            deals
        )
    }

    /// What is over is an outcome; what was opened again is none.
    static func keepOutcomes(of deals: [UUID], in tx: isolated PostgresSession) throws {
        try tx.execute(
            """
            WITH gone AS (
                DELETE FROM outcomes AS o USING deals AS d
                WHERE d.deal_id = ANY($1::uuid[]) AND o.deal_id = d.deal_id AND d.state = 'open'
            )
            INSERT INTO outcomes AS o (lead_id, deal_id, department_id, outcome, amount_cents, closed_at, inputs,
                rule_set, points, judged_at)
            SELECT lead_id, deal_id, department_id, state, amount_cents, closed_at, inputs, rule_set, points, judged_at
            FROM deals
            WHERE deal_id = ANY($1::uuid[]) AND state <> 'open' AND inputs IS NOT NULL AND closed_at IS NOT NULL
            ORDER BY deal_id
            ON CONFLICT (deal_id) DO UPDATE SET lead_id = excluded.lead_id, outcome = excluded.outcome,
                amount_cents = excluded.amount_cents, closed_at = excluded.closed_at
            """,
            deals
        )
        try tx.execute("UPDATE learning SET outcomes_version = outcomes_version + 1")
    }

    /// An open deal with what was known when it began.
    struct Open: Sendable {
        let dealID: DealID
        let leadID: LeadID
        let department: DepartmentID
        let inputs: ScoreInputs
        let points: Int
        let ruleSet: String
        let basisPoints: Int?
        let label: String?
        let scoreVersion: Int64
    }

    static func open(_ deals: [UUID], in tx: isolated PostgresSession) throws -> [Open] {
        try tx.query(
            """
            SELECT deal_id, lead_id, department_id, inputs, points, rule_set, probability_basis_points, label,
                chance_version
            FROM deals WHERE deal_id = ANY($1::uuid[]) AND state = 'open' AND inputs IS NOT NULL
            ORDER BY deal_id FOR UPDATE
            """,
            deals
        ).map(open)
    }

    /// Open deals that another model judged last.
    static func judgedByOthers(than model: UUID?, limit: Int, in tx: isolated PostgresSession) throws -> [Open] {
        try tx.query(
            """
            SELECT deal_id, lead_id, department_id, inputs, points, rule_set, probability_basis_points, label,
                chance_version
            FROM deals WHERE state = 'open' AND inputs IS NOT NULL AND model_id IS DISTINCT FROM $1
            ORDER BY deal_id LIMIT $2::bigint FOR UPDATE SKIP LOCKED
            """,
            model,
            limit
        ).map(open)
    }

    private static func open(_ row: PostgresRow) throws -> Open {
        Open(
            dealID: DealID(rawValue: try row.value(0)),
            leadID: LeadID(rawValue: try row.value(1)),
            department: DepartmentID(rawValue: try row.value(2)),
            inputs: try Wire.decode(ScoreInputs.self, from: row.value(3, as: JSONB.self).bytes),
            points: try row.value(4),
            ruleSet: try row.value(5),
            basisPoints: try row.value(6),
            label: try row.value(7),
            scoreVersion: try row.value(8)
        )
    }

    /// Notes what was said of open deals, and by which model.
    static func saveChances(
        _ chances: [(deal: Open, chance: ClosingChance, isNews: Bool)],
        by model: UUID?,
        in tx: isolated PostgresSession
    ) throws {
        guard !chances.isEmpty else { return }
        try tx.execute(
            """
            UPDATE deals AS d SET probability_basis_points = n.chance, low_basis_points = n.low,
                high_basis_points = n.high, label = n.label, model_id = $6,
                chance_version = d.chance_version + CASE WHEN n.news THEN 1 ELSE 0 END
            FROM unnest($1::uuid[], $2::integer[], $3::integer[], $4::integer[], $5::text[], $7::boolean[])
                AS n (deal_id, chance, low, high, label, news)
            WHERE d.deal_id = n.deal_id
            """,
            chances.map(\.deal.dealID.rawValue),
            chances.map { Int32($0.chance.basisPoints) },
            chances.map { Int32($0.chance.lowBasisPoints) },
            chances.map { Int32($0.chance.highBasisPoints) },
            chances.map(\.chance.label),
            model,
            chances.map(\.isNews)
        )
    }
}
