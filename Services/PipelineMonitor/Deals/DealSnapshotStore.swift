import Contracts
import Foundation
import FrenchBusiness
import Postgres

/// A deal as an event carries it, and when that was announced.
struct HeardDeal: Sendable {
    let state: DealState
    let at: Date
}

/// Deals as last heard of.
enum DealSnapshotStore {
    /// Whether a deal is closed, its stage says: so a late "updated" does not open it again. A deal closed when it
    /// entered its last stage.
    /// - Parameter state: open, won or lost: what the event says where the stage says nothing.
    static func save(_ heard: [HeardDeal], state: String, in tx: isolated PostgresSession) throws {
        let heard = heard.sorted { $0.state.dealID.description < $1.state.dealID.description }
        let deals = heard.map(\.state)
        try tx.execute(
            """
            INSERT INTO deal_snapshots AS d (deal_id, lead_id, company_id, department_id, owner_id, title, stage, state,
                stage_since, amount_cents, expected_close, next_step, next_step_on, created_at, closed_at, version)
            SELECT e.deal_id, lead_id, e.company_id, department_id, owner_id,
                CASE WHEN x.at >= e.at THEN $17 ELSE title END, stage, s.state, stage_since, amount, expected_close,
                CASE WHEN x.at >= e.at THEN NULL ELSE next_step END, next_step_on, created_at,
                CASE WHEN s.state <> 'open' THEN stage_since END, e.version
            FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::text[], $5::uuid[], $6::text[], $7::text[],
                $8::timestamptz[], $9::bigint[], $10::date[], $11::text[], $12::date[], $13::timestamptz[],
                $14::bigint[], $16::timestamptz[])
                AS e (deal_id, lead_id, company_id, department_id, owner_id, title, stage, stage_since, amount,
                    expected_close, next_step, next_step_on, created_at, version, at)
            LEFT JOIN erasures AS x ON x.company_id = e.company_id
            LEFT JOIN sales.v_lead_stages AS v ON v.key = e.stage
            CROSS JOIN LATERAL (
                SELECT coalesce(v.terminal, $15) AS state) AS s
            ORDER BY e.deal_id
            ON CONFLICT (deal_id) DO UPDATE SET lead_id = excluded.lead_id, company_id = excluded.company_id,
                owner_id = excluded.owner_id, title = excluded.title, stage = excluded.stage, state = excluded.state,
                stage_since = excluded.stage_since, amount_cents = excluded.amount_cents,
                expected_close = excluded.expected_close, next_step = excluded.next_step,
                next_step_on = excluded.next_step_on, closed_at = excluded.closed_at, version = excluded.version
            WHERE excluded.version > d.version
            """,
            deals.map(\.dealID.rawValue),
            deals.map(\.leadID.rawValue),
            deals.map(\.companyID.rawValue),
            deals.map(\.department.rawValue),
            deals.map(\.owner?.rawValue),
            deals.map(\.title),
            deals.map(\.stage),
            deals.map(\.stageSince),
            deals.map(\.amountCents),
            deals.map { $0.expectedClose?.postgresDay },
            deals.map(\.nextStep),
            deals.map { $0.nextStepOn?.postgresDay },
            deals.map(\.createdAt),
            deals.map(\.version),
            state,
            heard.map(\.at),
            ErasureStore.erased
        )
    }
}
