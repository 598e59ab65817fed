import Contracts
import Foundation
import FrenchBusiness
import Messaging
import Postgres

/// Gives scored leads to the right colleague, set-wise; a rescored lead that has an owner keeps them.
///
/// Reads `stops` and RH's directory; writes `leads`, `decisions`, `sla_clocks`, `daily_load`; announces
/// ``LeadAssigned``, ``LeadPooled``, ``LeadUnassignable``. Six statements a batch, two round trips.
struct AssignLead: BatchHandler {
    static let name = "assignment.assign-lead"

    let handOut: HandOut
    var clock: @Sendable () -> Date = { Date() }

    func handle(_ deliveries: [Delivery<LeadScored>], in tx: isolated PostgresSession) throws -> [Outcome] {
        let now = WireDate.rounded(clock())
        let newest = Self.newest(deliveries)
        let messages = newest.map { deliveries[$0].message }
        let departments = Set(messages.map(\.department)).sorted { $0.rawValue < $1.rawValue }
        let found = try tx.pipeline([
            LockStore.take(departments),
            LeadStore.read(messages.map(\.leadID)),
            StopStore.read(messages.map(\.companyID)),
            DirectoryStore.read(departments, now: now, day: handOut.day(of: now)),
        ])
        let rows = try Dictionary(
            uniqueKeysWithValues: found[1].map { row in
                let row = try LeadStore.row(row)
                return (row.leadID, row)
            }
        )
        let stops = Dictionary(grouping: try found[2].map(StopStore.stop), by: \.companyID)
        var desk = try DirectoryStore.desk(found[3])
        let dues = handOut.dues(from: now)
        var outcomes = deliveries.map { _ in Outcome.done([]) }
        var settled: [Settled] = []
        for index in newest {
            let delivery = deliveries[index]
            let context = Known(row: rows[delivery.message.leadID], stops: stops[delivery.message.companyID] ?? [])
            guard let one = settle(delivery, context, &desk, dues, now) else { continue }
            settled.append(one)
            outcomes[index] = .done(one.events)
        }
        try handOut.write(settled, now: now, in: tx)
        return outcomes
    }

    private struct Known {
        var row: LeadRow?
        var stops: [Stop]
    }

    private func settle(
        _ delivery: Delivery<LeadScored>,
        _ known: Known,
        _ desk: inout Desk,
        _ dues: DueDates,
        _ now: Date
    ) -> Settled? {
        let message = delivery.message
        let scoredAt = WireDate.rounded(delivery.envelope.occurredAt)
        guard known.row.map({ $0.scoreVersion < message.version }) ?? true else { return nil }
        let isNew = known.row == nil
        var row = known.row ?? LeadRow(message, scoredAt: scoredAt, now: now)
        row.take(message, scoredAt: scoredAt)
        let exclusion = message.exclusion.map { LeadRow.Bar(code: $0.code, text: $0.text, by: .score) }
        if let bar = exclusion ?? known.stops.bar(row) {
            guard row.bar != bar else { return rescored(row, now) }
            return HandOut.exclude(row, bar, now: now)
        }
        if row.owner != nil { return rescored(row, now) }
        // The register was read again: the lead that waited for it is handed out, or takes its place in the pool.
        let isReread = row.heldSince != nil && !handOut.status.isTooOld(row, at: now)
        if isReread { row.heldSince = nil }
        let owner = desk.owner(named: row.ownerHint, in: message.department)
        // The pool is drawn by priority, so a waiting lead that was rescored waits on, unless a list says by now whose
        // it is.
        if !isNew, !isReread, row.state == .pooled, owner?.isFound != true { return rescored(row, now) }
        let isBack = isNew || isReread || row.bar != nil
        return handOut.settle(row, listedOwner: owner, isNew: isBack, desk: &desk, dues: dues, now: now)
            ?? rescored(row, now)
    }

    private func rescored(_ row: LeadRow, _ now: Date) -> Settled {
        var row = row
        row.move(to: row.state, due: row.dueAt, now: now)
        return Settled(row: row)
    }

    /// Indices of each lead's newest score, the most urgent lead first.
    private static func newest(_ deliveries: [Delivery<LeadScored>]) -> [Int] {
        var newest: [LeadID: Int] = [:]
        for (index, delivery) in deliveries.enumerated() {
            if let other = newest[delivery.message.leadID],
                deliveries[other].message.version >= delivery.message.version
            {
                continue
            }
            newest[delivery.message.leadID] = index
        }
        return newest.values.sorted { left, right in
            let (one, other) = (deliveries[left].message, deliveries[right].message)
            if one.priority != other.priority { return one.priority > other.priority }
            return one.leadID.description < other.leadID.description
        }
    }
}
