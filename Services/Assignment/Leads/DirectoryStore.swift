import Contracts
import Foundation
import FrenchBusiness
import Postgres

/// Colleagues as hand-outs need them, read through RH's views.
enum DirectoryStore {
    static func read(_ departments: [DepartmentID], now: Date, day: CivilDate) -> PostgresStatement {
        PostgresStatement(
            """
            SELECT u.id, u.department_id, u.email, u.display_name, u.role, u.capacity_per_day, u.zones, u.skills,
                (SELECT max(a.ends_at) FROM people.v_absences AS a
                WHERE a.user_id = u.id AND a.starts_at <= $2 AND a.ends_at > $2),
                coalesce(d.assigned, 0),
                (SELECT l.last_at FROM daily_load AS l WHERE l.user_id = u.id ORDER BY l.day DESC LIMIT 1)
            FROM people.v_users AS u LEFT JOIN daily_load AS d ON d.user_id = u.id AND d.day = $3
            WHERE u.department_id = ANY($1::text[]) AND u.active
            ORDER BY u.id
            """,
            departments.map(\.rawValue),
            now,
            day.postgresDay
        )
    }

    static func desk(_ rows: PostgresRows) throws -> Desk {
        var desk = Desk()
        for row in rows {
            let colleague = Colleague(
                id: UserID(rawValue: try row.value(0)),
                role: try row.value(4),
                active: true,
                capacity: try row.value(5),
                zones: try row.value(6),
                skills: try row.value(7),
                absentUntil: try row.value(8),
                assignedToday: try row.value(9),
                lastAssignedAt: try row.value(10, as: Date?.self).map(WireDate.rounded)
            )
            desk.add(
                colleague,
                department: DepartmentID(rawValue: try row.value(1)),
                email: try row.value(2),
                name: try row.value(3)
            )
        }
        return desk
    }

    /// Colleagues who left.
    static func gone(in tx: isolated PostgresSession) throws -> [UserID] {
        try tx.query("SELECT id FROM people.v_users WHERE NOT active").map { UserID(rawValue: try $0.value(0)) }
    }

    /// Colleagues who are absent now.
    static func away(at now: Date, in tx: isolated PostgresSession) throws -> [UserID] {
        try tx.query(
            "SELECT DISTINCT user_id FROM people.v_absences WHERE starts_at <= $1 AND ends_at > $1 ORDER BY 1",
            now
        ).map { UserID(rawValue: try $0.value(0)) }
    }

    /// Where a colleague is at home today; nil once gone or never known.
    static func home(of user: UserID, in tx: isolated PostgresSession) throws -> DepartmentID? {
        try tx.query("SELECT department_id FROM people.v_users WHERE id = $1 AND active", user.rawValue)
            .first.map { DepartmentID(rawValue: try $0.value(0)) }
    }
}

extension CivilDate {
    /// The same day as a `date` column holds it.
    var postgresDay: CivilDay {
        let (year, month, day) = fields
        return CivilDay(year: year, month: month, day: day)
    }
}
