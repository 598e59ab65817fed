import Contracts
import Foundation
import Postgres

/// Records what a colleague did with a lead; pages and API call it alike.
enum LogActivity {
    /// - Throws: ``Problem`` 404 behind a wall; ``Refusal``.
    static func run(
        _ draft: ActivityDraft,
        on lead: LeadID,
        by principal: Principal,
        now: Date,
        in tx: isolated PostgresSession
    ) throws -> [any Event] {
        try draft.check(now: now)
        guard let (company, department) = try LeadStore.key(of: lead, in: tx) else { throw Problem.notFound }
        if let deal = draft.dealID {
            guard try DealStore.find(deal, in: tx)?.leadID == lead else {
                throw Refusal("activity.deal_unknown", "Cette affaire n’est pas celle du lead.", field: "deal_id")
            }
        }
        let isNew = try ActivityStore.insert(
            draft,
            lead: lead,
            company: company,
            department: department,
            actor: principal.userID,
            in: tx
        )
        guard isNew else { return [] }
        if draft.kind != "note" || draft.nextStepOn != nil {
            try ActivityStore.endEarlierSteps(of: lead, before: draft.id, at: now, in: tx)
        }
        let logged = ActivityLogged(
            activityID: draft.id,
            leadID: lead,
            companyID: company,
            dealID: draft.dealID,
            department: department,
            actor: principal.userID,
            kind: draft.kind,
            outcome: draft.outcome,
            inbound: draft.inbound,
            at: draft.at,
            nextStep: draft.nextStep,
            nextStepOn: draft.nextStepOn,
            playbook: draft.playbook
        )
        let summary = [draft.kind, draft.outcome].compactMap(\.self).joined(separator: " ")
        return [
            logged,
            Audit.entry(principal.actor, "activity.logged", "lead/\(lead)", department, summary, now),
        ]
    }
}
