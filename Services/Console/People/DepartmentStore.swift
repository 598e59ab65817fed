import Contracts
import Foundation
import Postgres

enum DepartmentStore {
    static func exists(_ id: DepartmentID, in tx: isolated PostgresSession) throws -> Bool {
        try !tx.query("SELECT FROM departments WHERE id = $1", id.rawValue).isEmpty
    }

    static func find(_ id: DepartmentID, in tx: isolated PostgresSession) throws -> Department? {
        try tx.query(
            "SELECT id, name, active, version, changed_at FROM departments WHERE id = $1 FOR UPDATE",
            id.rawValue
        ).first.map(decode)
    }

    static func page(after: String?, limit: Int, in tx: isolated PostgresSession) throws -> [Department] {
        try tx.query(
            """
            SELECT id, name, active, version, changed_at FROM departments
            WHERE $1::text IS NULL OR id > $1 ORDER BY id LIMIT $2
            """,
            after,
            limit
        ).map(decode)
    }

    static func insert(_ department: Department, in tx: isolated PostgresSession) throws {
        try tx.execute(
            "INSERT INTO departments (id, name, active, version, changed_at) VALUES ($1, $2, $3, $4, $5)",
            department.id.rawValue,
            department.name,
            department.active,
            department.version,
            department.changedAt
        )
    }

    static func update(_ department: Department, in tx: isolated PostgresSession) throws {
        try tx.execute(
            "UPDATE departments SET name = $2, active = $3, version = $4, changed_at = $5 WHERE id = $1",
            department.id.rawValue,
            department.name,
            department.active,
            department.version,
            department.changedAt
        )
    }

    private static func decode(_ row: PostgresRow) throws -> Department {
        Department(
            id: DepartmentID(rawValue: try row.value(0)),
            name: try row.value(1),
            active: try row.value(2),
            version: try row.value(3),
            changedAt: try row.value(4)
        )
    }
}

enum RoleStore {
    static func exists(_ key: String, in tx: isolated PostgresSession) throws -> Bool {
        try !tx.query("SELECT FROM roles WHERE key = $1", key).isEmpty
    }
}
