public import Foundation

/// A colleague was added or changed. Names and addresses stay in `people` and are read through its view.
public struct UserChanged: Event {
    public static let type = "user.changed.v1"

    public var userID: UserID
    public var department: DepartmentID
    /// `sales`, `manager`, `finance`, `hr`, `admin`
    public var role: String
    public var active: Bool
    public var version: Int64

    public init(userID: UserID, department: DepartmentID, role: String, active: Bool, version: Int64) {
        self.userID = userID
        self.department = department
        self.role = role
        self.active = active
        self.version = version
    }

    public var subject: String { "user/\(userID)" }
    public var departmentID: DepartmentID? { department }
    public var aggregateVersion: Int64? { version }
}

/// A department was added or changed.
public struct DepartmentChanged: Event {
    public static let type = "department.changed.v1"

    public var department: DepartmentID
    public var name: String
    public var active: Bool
    public var version: Int64

    public init(department: DepartmentID, name: String, active: Bool, version: Int64) {
        self.department = department
        self.name = name
        self.active = active
        self.version = version
    }

    public var subject: String { "department/\(department)" }
    public var departmentID: DepartmentID? { department }
    public var aggregateVersion: Int64? { version }
}

/// A colleague is away.
public struct AbsenceDeclared: Event {
    public static let type = "absence.declared.v1"

    public var absenceID: AbsenceID
    public var userID: UserID
    public var department: DepartmentID
    public var from: Date
    public var until: Date

    public init(absenceID: AbsenceID, userID: UserID, department: DepartmentID, from: Date, until: Date) {
        self.absenceID = absenceID
        self.userID = userID
        self.department = department
        self.from = from
        self.until = until
    }

    public var subject: String { "user/\(userID)" }
    public var departmentID: DepartmentID? { department }
}

/// An absence was taken back.
public struct AbsenceCancelled: Event {
    public static let type = "absence.cancelled.v1"

    public var absenceID: AbsenceID
    public var userID: UserID
    public var department: DepartmentID

    public init(absenceID: AbsenceID, userID: UserID, department: DepartmentID) {
        self.absenceID = absenceID
        self.userID = userID
        self.department = department
    }

    public var subject: String { "user/\(userID)" }
    public var departmentID: DepartmentID? { department }
}
