import Contracts
import Foundation
import FrenchBusiness
import Postgres

/// A column of the pipeline: exact count and sums, and the deals that have been there longest.
struct BoardColumn: Sendable {
    let stage: String
    let label: String
    let count: Int
    let sumCents: Int64
    /// Amounts times what was learnt of each deal; the stage's own probability where nothing was.
    let weightedCents: Int64
    var cards: [BoardCard] = []
}

struct BoardCard: Sendable {
    let leadID: LeadID
    let title: String
    let company: String
    let amountCents: Int64?
    let stage: String
    let since: Date
    let nextStepOn: CivilDate?
    let owner: String?
    let chance: Chance?
}

enum BoardStore {
    static func columns(departments: [String], in tx: isolated PostgresSession) throws -> [BoardColumn] {
        try tx.query(
            """
            SELECT s.key, s.label, count(d.id), least(9e18, coalesce(sum(d.amount_cents), 0))::bigint,
                -- Held within a bigint: absurd amounts must not stop the page. The rules' word is no measured rate.
                least(9e18, coalesce(sum(least(d.amount_cents, 100000000000000)
                    * coalesce(p.probability_basis_points, 100 * s.probability_percent)), 0) / 10000)::bigint
            FROM lead_stages AS s
            LEFT JOIN pipeline_opportunities AS d
                ON d.stage = s.key AND d.state = 'open' AND d.department_id = ANY($1)
            LEFT JOIN scoring.v_deal_chances AS p ON p.deal_id = d.id AND p.label <> 'regles'
            WHERE s.active AND s.terminal IS NULL GROUP BY s.key ORDER BY s.position, s.key
            """,
            departments
        ).map { row in
            BoardColumn(
                stage: try row.value(0),
                label: try row.value(1),
                count: try row.value(2),
                sumCents: try row.value(3),
                weightedCents: try row.value(4)
            )
        }
    }

    /// At most `limit` deals of each stage, longest in it first.
    static func cards(departments: [String], limit: Int, in tx: isolated PostgresSession) throws -> [BoardCard] {
        try tx.query(
            """
            SELECT d.lead_id, d.title, coalesce(c.name, c.trade_name, 'Sans nom'), d.amount_cents, d.stage,
                d.stage_since, d.next_step_on, u.display_name, p.probability_basis_points, p.low_basis_points,
                p.high_basis_points, p.label, coalesce(m.examples, 0)
            FROM lead_stages AS s
            CROSS JOIN LATERAL (
                SELECT n.* FROM unnest($1::text[]) AS seen (department)
                CROSS JOIN LATERAL (
                    SELECT * FROM pipeline_opportunities AS o
                    WHERE o.department_id = seen.department AND o.stage = s.key AND o.state = 'open'
                    ORDER BY o.stage_since, o.id LIMIT $2) AS n
                ORDER BY n.stage_since, n.id LIMIT $2) AS d
            JOIN intake.v_companies AS c ON c.id = d.company_id
            LEFT JOIN users AS u ON u.id = d.owner_id
            LEFT JOIN LATERAL (SELECT * FROM scoring.v_deal_chances AS v WHERE v.deal_id = d.id OFFSET 0) AS p ON true
            LEFT JOIN scoring.v_models AS m ON m.id = p.model_id
            WHERE s.active AND s.terminal IS NULL ORDER BY s.position, d.stage_since, d.id
            """,
            departments,
            limit
        ).map { row in
            BoardCard(
                leadID: LeadID(rawValue: try row.value(0)),
                title: try row.value(1),
                company: try row.value(2),
                amountCents: try row.value(3),
                stage: try row.value(4),
                since: try row.value(5),
                nextStepOn: try row.value(6, as: CivilDay?.self).flatMap(CivilDate.init),
                owner: try row.value(7),
                chance: try ChanceStore.chance(row, at: 8)
            )
        }
    }
}
