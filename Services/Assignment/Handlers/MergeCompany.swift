import Contracts
import Foundation
import Messaging
import Postgres

/// Hangs a merged company's leads on the one that stays. Of two leads of a department the one that was at home stays,
/// and without an owner of its own it takes the other's, who is not told again.
///
/// Writes `leads`, `decisions`, `sla_clocks`; announces ``LeadAssigned``.
struct MergeCompany: BatchHandler {
    static let name = "assignment.merge-company"
    var handOut = HandOut()
    var clock: @Sendable () -> Date = { Date() }

    func handle(_ deliveries: [Delivery<CompanyMerged>], in tx: isolated PostgresSession) throws -> [Outcome] {
        let now = WireDate.rounded(clock())
        try LockStore.takeAll(in: tx)
        return try deliveries.map { delivery in
            let message = delivery.message
            let leads = try LeadStore.leads(of: [message.companyID, message.mergedID], in: tx)
            let settled = Dictionary(grouping: leads, by: \.department).values.flatMap { merge($0, message, now) }
                .sorted { $0.row.leadID.description < $1.row.leadID.description }
            try handOut.write(settled, now: now, in: tx)
            return .done(settled.flatMap(\.events))
        }
    }

    private func merge(_ leads: [LeadRow], _ message: CompanyMerged, _ now: Date) -> [Settled] {
        let order = leads.sorted { left, right in
            let (isLeft, isRight) = (left.companyID == message.companyID, right.companyID == message.companyID)
            return isLeft == isRight ? left.leadID.description < right.leadID.description : isLeft
        }
        guard var first = order.first, order.contains(where: { $0.companyID == message.mergedID }) else { return [] }
        first.companyID = message.companyID
        var settled: [Settled] = []
        if first.state == .pooled || first.state == .unassignable,
            let owner = order.dropFirst().compactMap(\.owner).first
        {
            settled.append(inherit(first, owner, now))
        } else {
            first.version += 1
            settled.append(Settled(row: first))
        }
        let bar = LeadRow.Bar(code: "withdrawn", text: StopText.duplicate, by: .score)
        for var duplicate in order.dropFirst() {
            duplicate.companyID = message.companyID
            settled.append(HandOut.exclude(duplicate, bar, now: now))
        }
        return settled
    }

    private func inherit(_ row: LeadRow, _ owner: UserID, _ now: Date) -> Settled {
        var settled = Settled(row: row)
        settled.row.move(to: .owned(owner), due: handOut.dues(from: now)[row.urgency], now: now)
        let record = DecisionRecord(
            id: DecisionID(),
            leadID: row.leadID,
            department: row.department,
            kind: .kept,
            chosen: owner,
            verdicts: [Verdict(user: owner, taken: true, reason: ReasonText.merged)],
            reasons: [ReasonText.merged]
        )
        settled.row.decisionID = record.id
        settled.record = record
        settled.events = [Announcement(row: settled.row, decision: record, previousOwner: nil).event]
        return settled
    }
}
