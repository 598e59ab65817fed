import Contracts
import Foundation

/// Who asks, and what they may.
struct Principal: Sendable {
    let userID: UserID
    let name: String
    let department: DepartmentID
    /// All that the person sees, home first.
    let departments: [DepartmentID]
    let role: String
    let permissions: Permissions
    /// What every form of the session must carry; nil for a token of the API, which no browser sends by itself.
    let formToken: String?
    /// last use before this one
    let seenAt: Date

    var actor: String { userID.description }
    /// For transactions over leads, deals and activities.
    var wall: [String: String] { Wall.around(departments) }
    /// For transactions over the directory: who keeps departments sees all colleagues, others their own.
    var directoryWall: [String: String] { permissions.allow("departments.write") ? Wall.everywhere : wall }

    /// Nobody hands out more than they have: managers make sales people and managers, human resources everybody but
    /// administrators.
    func mayGrant(_ role: String) -> Bool {
        if permissions.allow("*") { return true }
        return permissions.allow("departments.write") ? role != "admin" : ["sales", "manager"].contains(role)
    }

    /// - Throws: ``Problem`` 403.
    func require(_ permission: String) throws(Problem) {
        guard permissions.allow(permission) else { throw Problem.forbidden }
    }
}

/// What a role permits, narrowed by a token.
struct Permissions: Sendable, Equatable {
    private let allowed: Set<String>

    /// - Parameter narrowedTo: empty narrows nothing.
    init(role: [String], narrowedTo narrow: [String] = []) {
        let (role, narrow) = (Set(role), Set(narrow))
        if narrow.isEmpty || narrow.contains("*") {
            allowed = role
        } else {
            allowed = role.contains("*") ? narrow : role.intersection(narrow)
        }
    }

    func allow(_ permission: String) -> Bool { allowed.contains("*") || allowed.contains(permission) }
}
