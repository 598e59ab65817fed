import Contracts
import Foundation

/// The colleagues of some departments while leads are handed out: what each was given counts at once.
struct Desk: Sendable {
    private var colleagues: [DepartmentID: [Colleague]] = [:]
    private var owners: [DepartmentID: OwnerIndex] = [:]
    /// Readings of registers that may be asked for yet.
    private var readings: [DepartmentID: Int] = [:]

    /// - Parameter colleague: active; called in the order of identifiers.
    mutating func add(_ colleague: Colleague, department: DepartmentID, email: String, name: String) {
        owners[department, default: OwnerIndex()].add(colleague.id, email: email, name: name)
        // Others never prospect; leaving them out keeps recorded inputs small.
        if ["sales", "manager"].contains(colleague.role) { colleagues[department, default: []].append(colleague) }
    }

    func owner(named text: String?, in department: DepartmentID) -> ListedOwner? {
        (owners[department] ?? OwnerIndex()).owner(named: text)
    }

    func colleagues(of department: DepartmentID) -> [Colleague] { colleagues[department] ?? [] }

    /// Whether anybody could be given a lead today, if it were a critical one.
    func hasRoom(in department: DepartmentID, overflowPercent: Int) -> Bool {
        colleagues(of: department).contains { colleague in
            colleague.absentUntil == nil
                && colleague.assignedToday < (colleague.capacity * (100 + overflowPercent) + 99) / 100
        }
    }

    /// - Parameter asked: readings that were asked for and not answered yet.
    mutating func expect(_ asked: Int, in department: DepartmentID) {
        readings[department] = max(0, StatusAge.together - asked)
    }

    func mayRead(in department: DepartmentID) -> Bool { readings[department] ?? StatusAge.together > 0 }

    /// - Returns: whether another one may be asked for, which it then is.
    mutating func takeReading(in department: DepartmentID) -> Bool {
        guard mayRead(in: department) else { return false }
        readings[department, default: StatusAge.together] -= 1
        return true
    }

    mutating func count(_ lead: LeadBrief, to user: UserID, now: Date) {
        guard let index = colleagues[lead.department]?.firstIndex(where: { $0.id == user }) else { return }
        colleagues[lead.department]?[index].assignedToday += 1
        colleagues[lead.department]?[index].lastAssignedAt = now
    }
}
