import Postgres

/// What the operator reads of colleagues.
enum DirectoryStore {
    struct Colleague: Encodable, Sendable {
        let email: String
        let displayName: String
        let department: String
        let role: String
        let active: Bool
    }

    static func colleagues(in tx: isolated PostgresSession) throws -> [Colleague] {
        try tx.query(
            "SELECT email, display_name, department_id, role, active FROM people.v_users ORDER BY department_id, email"
        ).map { row in
            let (email, name, department, role, active) = try row.decode(
                String.self,
                String.self,
                String.self,
                String.self,
                Bool.self
            )
            return Colleague(email: email, displayName: name, department: department, role: role, active: active)
        }
    }

    /// Slugs of the departments that are not closed.
    static func departments(in tx: isolated PostgresSession) throws -> [String] {
        try tx.query("SELECT id FROM people.v_departments WHERE active ORDER BY id").values(as: String.self)
    }

    /// Address of the administrator who was there first; nil while there is none.
    static func firstAdministrator(in tx: isolated PostgresSession) throws -> String? {
        try tx.query(
            "SELECT email FROM people.v_users WHERE role = 'admin' AND active ORDER BY id LIMIT 1"
        ).first?.value(0, as: String.self)
    }
}
