import Contracts
import Foundation
import Postgres

/// Reads the directory of colleagues from behind its walls.
enum DirectoryStore {
    /// - Parameter wanted: colleagues asked for by name, by department; managers come without asking.
    static func look(
        _ wanted: [DepartmentID: Set<UserID>],
        kind: String,
        in tx: isolated PostgresSession
    ) throws -> Directory {
        var directory = Directory()
        for department in wanted.keys.sorted(by: { $0.rawValue < $1.rawValue }) {
            // The wall itself says who sees a department, home or not.
            try see(department.rawValue, in: tx)
            let ids = (wanted[department] ?? []).map(\.rawValue)
            directory.members[department] = try tx.query(
                """
                SELECT u.id, u.display_name, u.email, u.role, u.slack_member, u.locale, p.channels,
                    extract(epoch FROM p.quiet_from)::bigint / 60, extract(epoch FROM p.quiet_until)::bigint / 60
                FROM people.v_users AS u
                LEFT JOIN LATERAL (
                    SELECT channels, quiet_from, quiet_until FROM preferences
                    WHERE user_id = u.id AND kind IN ($2, '*') ORDER BY kind = '*' LIMIT 1
                ) AS p ON true
                WHERE u.active AND (u.id = ANY($1::uuid[]) OR u.role = 'manager')
                ORDER BY u.id
                """,
                ids,
                kind
            ).map(colleague)
        }
        try see("*", in: tx)
        directory.administrators = try administrators(kind, in: tx)
        let others = try tx.query("SELECT count(*) FROM people.v_departments WHERE active")
        directory.hasOneDepartment = try others.values(as: Int.self).first == 1
        return directory
    }

    private static func administrators(_ kind: String, in tx: isolated PostgresSession) throws -> [Colleague] {
        try tx.query(
            """
            SELECT u.id, u.display_name, u.email, u.role, u.slack_member, u.locale, p.channels,
                extract(epoch FROM p.quiet_from)::bigint / 60, extract(epoch FROM p.quiet_until)::bigint / 60
            FROM people.v_users AS u
            LEFT JOIN LATERAL (
                SELECT channels, quiet_from, quiet_until FROM preferences
                WHERE user_id = u.id AND kind IN ($1, '*') ORDER BY kind = '*' LIMIT 1
            ) AS p ON true
            WHERE u.active AND u.role = 'admin' ORDER BY u.id
            """,
            kind
        ).map(colleague)
    }

    private static func see(_ departments: String, in tx: isolated PostgresSession) throws {
        try tx.enqueue("SELECT set_config('filon.departments', $1, true)", departments)
    }

    private static func colleague(_ row: PostgresRow) throws -> Colleague {
        let (id, name, email, role, slackMember, locale, channels, from, until) = try row.decode(
            UUID.self,
            String.self,
            String.self,
            String.self,
            String?.self,
            String.self,
            [String]?.self,
            Int?.self,
            Int?.self
        )
        return Colleague(
            id: UserID(rawValue: id),
            name: name,
            email: email,
            role: role,
            slackMember: slackMember,
            language: Language(locale: locale),
            channels: channels,
            quietFrom: from,
            quietUntil: until
        )
    }
}
