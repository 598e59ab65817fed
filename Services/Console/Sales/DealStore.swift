import Contracts
import Foundation
import FrenchBusiness
import Postgres

enum DealStore {
    static func find(_ id: DealID, in tx: isolated PostgresSession) throws -> Deal? {
        try tx.query(
            """
            SELECT id, lead_id, company_id, department_id, owner_id, title, stage, state, stage_since, amount_cents,
                expected_close, next_step, next_step_on, lost_reason, closed_at, created_at, version
            FROM pipeline_opportunities WHERE id = $1 FOR UPDATE
            """,
            id.rawValue
        ).first.map(decode)
    }

    /// - Returns: false when the deal is there already: a form sent twice.
    static func insert(_ deal: Deal, by actor: String, in tx: isolated PostgresSession) throws -> Bool {
        try tx.execute(
            """
            INSERT INTO pipeline_opportunities (id, lead_id, company_id, department_id, owner_id, title, stage, state,
                stage_since, amount_cents, expected_close, next_step, next_step_on, lost_reason, closed_at, created_at,
                changed_at, version, created_by)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $16, $17, $18)
            ON CONFLICT (id) DO NOTHING
            """,
            deal.id.rawValue,
            deal.leadID.rawValue,
            deal.companyID.rawValue,
            deal.department.rawValue,
            deal.owner?.rawValue,
            deal.title,
            deal.stage,
            deal.state.rawValue,
            deal.stageSince,
            deal.amountCents,
            deal.expectedClose?.column,
            deal.nextStep,
            deal.nextStepOn?.column,
            deal.lostReason,
            deal.closedAt,
            deal.createdAt,
            deal.version,
            actor
        ) > 0
    }

    static func update(_ deal: Deal, at: Date, in tx: isolated PostgresSession) throws {
        try tx.execute(
            """
            UPDATE pipeline_opportunities SET owner_id = $2, title = $3, stage = $4, state = $5, stage_since = $6,
                amount_cents = $7, expected_close = $8, next_step = $9, next_step_on = $10, lost_reason = $11,
                closed_at = $12, changed_at = $13, version = $14
            WHERE id = $1
            """,
            deal.id.rawValue,
            deal.owner?.rawValue,
            deal.title,
            deal.stage,
            deal.state.rawValue,
            deal.stageSince,
            deal.amountCents,
            deal.expectedClose?.column,
            deal.nextStep,
            deal.nextStepOn?.column,
            deal.lostReason,
            deal.closedAt,
            at,
            deal.version
        )
    }

    /// - Parameter from: the deal before; nil when it was made.
    static func recordMove(
        of deal: Deal,
        from: Deal?,
        by actor: String,
        at: Date,
        in tx: isolated PostgresSession
    ) throws {
        let seconds = from.map { Int64(max(0, at.timeIntervalSince($0.stageSince))) }
        try tx.execute(
            """
            INSERT INTO stage_transitions (deal_id, version, department_id, from_stage, to_stage, actor, at,
                seconds_in_stage)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
            """,
            deal.id.rawValue,
            deal.version,
            deal.department.rawValue,
            from?.stage,
            deal.stage,
            actor,
            at,
            seconds
        )
    }

    /// Empties the free texts of companies' deals, which may name a person. A title must be, and a lost deal's reason.
    /// - Returns: the deals that said something, as they stand now.
    static func forgetTexts(
        of companies: [CompanyID],
        in department: DepartmentID?,
        at: Date,
        _ tx: isolated PostgresSession
    ) throws -> [Deal] {
        try tx.query(
            """
            UPDATE pipeline_opportunities SET title = $2, next_step = NULL,
                lost_reason = CASE WHEN lost_reason IS NOT NULL THEN $3 END, changed_at = $4, version = version + 1
            WHERE company_id = ANY($1::uuid[]) AND ($5::text IS NULL OR department_id = $5)
                AND (title <> $2 OR next_step IS NOT NULL OR (lost_reason IS NOT NULL AND lost_reason <> $3))
            RETURNING id, lead_id, company_id, department_id, owner_id, title, stage, state, stage_since, amount_cents,
                expected_close, next_step, next_step_on, lost_reason, closed_at, created_at, version
            """,
            companies.map(\.rawValue),
            Deal.erasedTitle,
            Deal.erasedReason,
            at,
            department?.rawValue
        ).map(decode)
    }

    private static func decode(_ row: PostgresRow) throws -> Deal {
        Deal(
            id: DealID(rawValue: try row.value(0)),
            leadID: LeadID(rawValue: try row.value(1)),
            companyID: CompanyID(rawValue: try row.value(2)),
            department: DepartmentID(rawValue: try row.value(3)),
            owner: try row.value(4, as: UUID?.self).map(UserID.init(rawValue:)),
            title: try row.value(5),
            stage: try row.value(6),
            state: Deal.State(rawValue: try row.value(7)) ?? .open,
            stageSince: try row.value(8),
            amountCents: try row.value(9),
            expectedClose: try row.value(10, as: CivilDay?.self).flatMap(CivilDate.init),
            nextStep: try row.value(11),
            nextStepOn: try row.value(12, as: CivilDay?.self).flatMap(CivilDate.init),
            lostReason: try row.value(13),
            closedAt: try row.value(14),
            createdAt: try row.value(15),
            version: try row.value(16)
        )
    }
}
