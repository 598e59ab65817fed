import Contracts
import Foundation

/// What a decision announces.
struct Announcement {
    let row: LeadRow
    let decision: DecisionRecord
    let previousOwner: UserID?

    var event: any Event {
        switch (row.state, previousOwner) {
        case (.owned(let owner), let previous?): reassigned(owner, previous)
        case (.owned(let owner), nil): assigned(owner)
        case (.unassignable, _):
            LeadUnassignable(
                leadID: row.leadID,
                companyID: row.companyID,
                department: row.department,
                decisionID: decision.id,
                reasons: decision.reasons,
                card: row.card,
                version: row.version
            )
        case (.pooled, _), (.excluded, _):
            LeadPooled(
                leadID: row.leadID,
                companyID: row.companyID,
                department: row.department,
                decisionID: decision.id,
                reasons: decision.reasons,
                priority: row.priority,
                version: row.version
            )
        }
    }

    private func assigned(_ owner: UserID) -> LeadAssigned {
        LeadAssigned(
            leadID: row.leadID,
            companyID: row.companyID,
            department: row.department,
            owner: owner,
            decisionID: decision.id,
            reasons: decision.reasons,
            announce: decision.kind != .kept,
            card: row.card,
            dueAt: row.dueAt ?? row.since,
            version: row.version
        )
    }

    private func reassigned(_ owner: UserID, _ previous: UserID) -> LeadReassigned {
        LeadReassigned(
            leadID: row.leadID,
            companyID: row.companyID,
            department: row.department,
            owner: owner,
            previousOwner: previous,
            decisionID: decision.id,
            reasons: decision.reasons,
            card: row.card,
            dueAt: row.dueAt ?? row.since,
            version: row.version
        )
    }
}
