import Contracts

/// The departments that a transaction sees: what row-level security reads (`filon.departments`).
enum Wall {
    /// For what the service does by itself: requests from the bus, and finding out who asks.
    static let everywhere = ["filon.departments": "*"]

    static func around(_ departments: [DepartmentID]) -> [String: String] {
        ["filon.departments": departments.map(\.rawValue).joined(separator: ",")]
    }
}
