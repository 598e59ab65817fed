import Contracts
import Foundation

/// A colleague as kept.
struct Colleague: Equatable, Sendable {
    let id: UserID
    var draft: UserDraft
    var version: Int64
    /// time of the request or click that the entry comes from; an older one changes nothing
    var changedAt: Date

    var changed: UserChanged {
        UserChanged(
            userID: id,
            department: draft.department,
            role: draft.role,
            active: draft.active,
            version: version
        )
    }
}

/// A department as kept.
struct Department: Equatable, Sendable {
    let id: DepartmentID
    var name: String
    var active: Bool
    var version: Int64
    var changedAt: Date

    var changed: DepartmentChanged {
        DepartmentChanged(department: id, name: name, active: active, version: version)
    }
}
