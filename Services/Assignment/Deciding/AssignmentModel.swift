import Contracts
import Foundation

/// Decides who takes a lead. Pure: the same inputs give the same decision, byte for byte.
///
/// Whoever a list names keeps the lead. Else, among colleagues who sell, are here, work there and have room: a sector
/// of one's own before everywhere, then who follows the trade, then the lowest share of the day's capacity, then the
/// longest wait, then the identifier.
struct AssignmentModel: Sendable {
    var criticalOverflowPercent = 20

    static func decide(_ inputs: DecisionInputs) -> Decision {
        if case .found(let owner) = inputs.lead.listedOwner {
            return keep(owner, inputs)
        }
        let standings = standings(inputs)
        let free = standings.filter { $0.obstacle == nil }.sorted(by: precedes)
        guard let best = free.first else { return nobody(standings, inputs.lead) }
        let verdicts = standings.map { standing in
            standing.colleague.id == best.colleague.id
                ? Verdict(user: best.colleague.id, taken: true, reason: ReasonText.taken(best))
                : Verdict(user: standing.colleague.id, taken: false, reason: ReasonText.left(standing, for: best))
        }
        let reasons = ReasonText.assigned(best, among: free.count, inputs.lead) + ReasonText.listed(inputs.lead)
        return Decision(outcome: .assigned(best.colleague.id), reasons: reasons, verdicts: verdicts)
    }

    private static func keep(_ owner: UserID, _ inputs: DecisionInputs) -> Decision {
        let others = inputs.colleagues.filter { $0.id != owner }
        let verdicts =
            [Verdict(user: owner, taken: true, reason: ReasonText.ownerKept)]
            + others.map { Verdict(user: $0.id, taken: false, reason: ReasonText.notTheOwner) }
        return Decision(outcome: .kept(owner), reasons: [ReasonText.ownerKept], verdicts: verdicts)
    }

    /// The pool, if somebody may take the lead on another day; else somebody must look.
    private static func nobody(_ standings: [Standing], _ lead: LeadBrief) -> Decision {
        let waits = standings.contains { $0.obstacle?.passes == true }
        let verdicts = standings.map { standing in
            Verdict(
                user: standing.colleague.id,
                taken: false,
                reason: standing.obstacle.map(ReasonText.leftOut) ?? ReasonText.notTheOwner
            )
        }
        let reason = waits ? ReasonText.pooled : ReasonText.unassignable(standings, lead)
        return Decision(
            outcome: waits ? .pooled : .unassignable,
            reasons: [reason] + ReasonText.listed(lead),
            verdicts: verdicts
        )
    }

    private static func standings(_ inputs: DecisionInputs) -> [Standing] {
        let sells = inputs.colleagues.contains { $0.active && $0.role == "sales" }
        let role = sells ? "sales" : "manager"
        let zone = inputs.timeZone
        return inputs.colleagues.map { colleague in
            Standing(
                colleague,
                for: inputs.lead,
                role: role,
                overflowPercent: inputs.criticalOverflowPercent,
                in: zone
            )
        }
    }

    private static func precedes(_ left: Standing, _ right: Standing) -> Bool {
        if left.ownsSector != right.ownsSector { return left.ownsSector }
        if left.knowsTrade != right.knowsTrade { return left.knowsTrade }
        let (leftLoad, rightLoad) = (left.loadShare(beside: right), right.loadShare(beside: left))
        if leftLoad != rightLoad { return leftLoad < rightLoad }
        let (leftLast, rightLast) = (left.colleague.lastAssignedAt, right.colleague.lastAssignedAt)
        if leftLast != rightLast { return (leftLast ?? .distantPast) < (rightLast ?? .distantPast) }
        return left.colleague.id.description < right.colleague.id.description
    }
}
