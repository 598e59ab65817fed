import Contracts
import Foundation
import FrenchBusiness
import Postgres

enum ActivityStore {
    /// - Returns: false when the activity is recorded already.
    static func insert(
        _ draft: ActivityDraft,
        lead: LeadID,
        company: CompanyID,
        department: DepartmentID,
        actor: UserID,
        in tx: isolated PostgresSession
    ) throws -> Bool {
        try tx.execute(
            """
            INSERT INTO lead_activities (id, lead_id, company_id, deal_id, department_id, actor_id, kind, outcome,
                inbound, at, note, next_step, next_step_on, playbook)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
            ON CONFLICT (id) DO NOTHING
            """,
            draft.id.rawValue,
            lead.rawValue,
            company.rawValue,
            draft.dealID?.rawValue,
            department.rawValue,
            actor.rawValue,
            draft.kind,
            draft.outcome,
            draft.inbound,
            draft.at,
            draft.note,
            draft.nextStep,
            draft.nextStepOn?.column,
            draft.playbook
        ) > 0
    }

    /// Empties the free texts of what was done with companies, which may name a person; the days of next steps stay.
    static func forgetTexts(
        of companies: [CompanyID],
        in department: DepartmentID?,
        _ tx: isolated PostgresSession
    ) throws {
        try tx.enqueue(
            """
            UPDATE lead_activities SET note = NULL, next_step = NULL
            WHERE company_id = ANY($1::uuid[]) AND ($2::text IS NULL OR department_id = $2)
                AND (note IS NOT NULL OR next_step IS NOT NULL)
            """,
            companies.map(\.rawValue),
            department?.rawValue
        )
    }

    /// What was to be done next is done by being in touch again.
    static func endEarlierSteps(
        of lead: LeadID,
        before activity: ActivityID,
        at: Date,
        in tx: isolated PostgresSession
    ) throws {
        try tx.enqueue(
            """
            UPDATE lead_activities SET next_step_done_at = $3
            WHERE lead_id = $1 AND id <> $2 AND next_step_on IS NOT NULL AND next_step_done_at IS NULL
            """,
            lead.rawValue,
            activity.rawValue,
            at
        )
    }
}
