import Contracts
import Foundation
import FrenchBusiness
import Postgres

/// Gives waiting leads to whom their list names, draws from the pool by priority while there is room, finds new owners
/// for the leads of colleagues who left, and offers the critical leads that an absent colleague has not touched to
/// another.
struct Redistribution: Sendable {
    let handOut: HandOut

    /// Leads looked at in one statement, and how often at most in one run: the next run goes on.
    private static let page = 200
    private static let pages = 10
    /// Names of owners looked at in one run.
    private static let owners = 1000

    /// - Parameter changed: a colleague who may have gone to another department.
    func run(changed: UserID? = nil, now: Date, in tx: isolated PostgresSession) throws -> [any Event] {
        let now = WireDate.rounded(now)
        let gone = try DirectoryStore.gone(in: tx)
        let home = try changed.flatMap { try DirectoryStore.home(of: $0, in: tx) }
        let awayNow = try DirectoryStore.away(at: now, in: tx)
        let departments = Set(
            try LeadStore.departments(waitingOrOf: gone + awayNow + [changed].compactMap(\.self), in: tx)
        )
        guard !departments.isEmpty else { return [] }
        let sorted = departments.sorted { $0.rawValue < $1.rawValue }
        let found = try tx.pipeline([
            LockStore.take(sorted), DirectoryStore.read(sorted, now: now, day: handOut.day(of: now)),
        ])
        var shift = Shift(desk: try DirectoryStore.desk(found[1]), dues: handOut.dues(from: now), now: now)
        for department in sorted {
            shift.desk.expect(try LeadStore.asked(in: department, at: now, tx), in: department)
            let moved = [changed].compactMap(\.self).filter { _ in home != department }
            try replace(gone + moved, awayNow, in: department, &shift, tx)
            try returnToListed(in: department, &shift, tx)
            try draw(in: department, &shift, tx)
        }
        return shift.events
    }

    /// What one run carries along.
    private struct Shift {
        var desk: Desk
        let dues: DueDates
        let now: Date
        var events: [any Event] = []
    }

    /// The leads of who left go to others, or wait; those of who is away stay unless somebody else has room.
    private func replace(
        _ gone: [UserID],
        _ away: [UserID],
        in department: DepartmentID,
        _ shift: inout Shift,
        _ tx: isolated PostgresSession
    ) throws {
        for _ in 0..<Self.pages {
            let rows = try LeadStore.left(by: gone, in: department, limit: Self.page, tx)
            try hand(rows, keepsOwner: false, &shift, tx)
            if rows.count < Self.page { break }
        }
        let untouched = try LeadStore.untouched(by: away, in: department, limit: Self.page, tx)
        try hand(untouched, keepsOwner: true, &shift, tx)
    }

    /// Leads that wait though a list says whose they are: the colleague came after them, or the list did.
    private func returnToListed(
        in department: DepartmentID,
        _ shift: inout Shift,
        _ tx: isolated PostgresSession
    ) throws {
        let named = try LeadStore.ownersNamed(in: department, limit: Self.owners, tx)
        let known = named.filter { shift.desk.owner(named: $0, in: department)?.isFound == true }
        for _ in 0..<Self.pages {
            let rows = try LeadStore.waiting(named: known, in: department, now: shift.now, limit: Self.page, tx)
            try hand(rows, keepsOwner: false, &shift, tx)
            // What is too old to be handed out would be found again.
            if rows.count < Self.page || !shift.desk.mayRead(in: department) { break }
        }
    }

    private func draw(in department: DepartmentID, _ shift: inout Shift, _ tx: isolated PostgresSession) throws {
        var last: LeadRow?
        for _ in 0..<Self.pages {
            guard shift.desk.hasRoom(in: department, overflowPercent: handOut.model.criticalOverflowPercent) else {
                return
            }
            let rows = try LeadStore.waiting(
                in: department,
                after: last,
                readSince: shift.desk.mayRead(in: department) ? nil : handOut.status.oldest(at: shift.now),
                now: shift.now,
                limit: Self.page,
                in: tx
            )
            try hand(rows, keepsOwner: false, &shift, tx)
            guard rows.count == Self.page else { return }
            last = rows.last
        }
    }

    private func hand(
        _ rows: [LeadRow],
        keepsOwner: Bool,
        _ shift: inout Shift,
        _ tx: isolated PostgresSession
    ) throws {
        var settled: [Settled] = []
        for row in rows {
            let listed = keepsOwner ? nil : shift.desk.owner(named: row.ownerHint, in: row.department)
            let one = handOut.settle(
                row,
                listedOwner: listed,
                isNew: false,
                keepsOwner: keepsOwner,
                desk: &shift.desk,
                dues: shift.dues,
                now: shift.now
            )
            if let one { settled.append(one) }
        }
        try handOut.write(settled, now: shift.now, in: tx)
        shift.events += settled.flatMap(\.events)
    }
}
