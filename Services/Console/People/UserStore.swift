import Contracts
import Foundation
import Postgres

enum UserStore {
    static func find(email: String, in tx: isolated PostgresSession) throws -> Colleague? {
        try tx.query(
            """
            SELECT id, email, display_name, department_id, role, capacity_per_day, zones, skills, active, slack_member,
                version, changed_at
            FROM users WHERE email = $1 FOR UPDATE
            """,
            email
        ).first.map(decode)
    }

    static func find(_ id: UserID, in tx: isolated PostgresSession) throws -> Colleague? {
        try tx.query(
            """
            SELECT id, email, display_name, department_id, role, capacity_per_day, zones, skills, active, slack_member,
                version, changed_at
            FROM users WHERE id = $1 FOR UPDATE
            """,
            id.rawValue
        ).first.map(decode)
    }

    /// A page in order of identity, after the colleague that the page before ended with.
    static func page(
        after: UUID?,
        limit: Int,
        department: String?,
        in tx: isolated PostgresSession
    ) throws -> [Colleague] {
        try tx.query(
            """
            SELECT id, email, display_name, department_id, role, capacity_per_day, zones, skills, active, slack_member,
                version, changed_at
            FROM users
            WHERE ($1::uuid IS NULL OR id > $1) AND ($3::text IS NULL OR department_id = $3)
            ORDER BY id LIMIT $2
            """,
            after,
            limit,
            department
        ).map(decode)
    }

    static func insert(_ user: Colleague, in tx: isolated PostgresSession) throws {
        let draft = user.draft
        try tx.execute(
            """
            INSERT INTO users (id, email, display_name, department_id, role, capacity_per_day, zones, skills, active,
                slack_member, version, changed_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
            """,
            user.id.rawValue,
            draft.email,
            draft.displayName,
            draft.department.rawValue,
            draft.role,
            draft.capacityPerDay,
            draft.zones,
            draft.skills,
            draft.active,
            draft.slackMember,
            user.version,
            user.changedAt
        )
    }

    static func update(_ user: Colleague, in tx: isolated PostgresSession) throws {
        let draft = user.draft
        try tx.execute(
            """
            UPDATE users SET email = $2, display_name = $3, department_id = $4, role = $5, capacity_per_day = $6,
                zones = $7, skills = $8, active = $9, slack_member = $10, version = $11, changed_at = $12
            WHERE id = $1
            """,
            user.id.rawValue,
            draft.email,
            draft.displayName,
            draft.department.rawValue,
            draft.role,
            draft.capacityPerDay,
            draft.zones,
            draft.skills,
            draft.active,
            draft.slackMember,
            user.version,
            user.changedAt
        )
    }

    private static func decode(_ row: PostgresRow) throws -> Colleague {
        let draft = UserDraft(
            email: try row.value(1),
            displayName: try row.value(2),
            department: DepartmentID(rawValue: try row.value(3)),
            role: try row.value(4),
            capacityPerDay: try row.value(5),
            zones: try row.value(6),
            skills: try row.value(7),
            active: try row.value(8),
            slackMember: try row.value(9)
        )
        return Colleague(
            id: UserID(rawValue: try row.value(0)),
            draft: draft,
            version: try row.value(10),
            changedAt: try row.value(11)
        )
    }
}
