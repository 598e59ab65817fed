import Contracts
import Foundation
import Postgres

/// Links, sessions and tokens. Secrets are hashed by the server, so that only hashes are ever kept.
enum DoorStore {
    static func activeUser(email: String, in tx: isolated PostgresSession) throws -> (UserID, DepartmentID)? {
        guard
            let row = try tx.query(
                "SELECT id, department_id FROM users WHERE email = $1 AND active",
                email.lowercased()
            ).first
        else { return nil }
        let (id, department) = try row.decode(UUID.self, String.self)
        return (UserID(rawValue: id), DepartmentID(rawValue: department))
    }

    static func keepLink(hash: [UInt8], user: UserID, until: Date, in tx: isolated PostgresSession) throws {
        try tx.execute(
            """
            INSERT INTO sign_in_links (hash, user_id, expires_at) VALUES ($1, $2, $3) ON CONFLICT (hash) DO NOTHING
            """,
            hash,
            user.rawValue,
            until
        )
    }

    static func keepToken(
        hash: [UInt8],
        name: String,
        user: UserID,
        until: Date?,
        in tx: isolated PostgresSession
    ) throws {
        try tx.execute(
            """
            INSERT INTO api_tokens (id, hash, name, user_id, expires_at) VALUES ($1, $2, $3, $4, $5)
            ON CONFLICT (hash) DO NOTHING
            """,
            UUIDv7.make(),
            hash,
            name,
            user.rawValue,
            until
        )
    }

    /// Uses a link up and opens a session for `session`, in one statement.
    /// - Returns: whose; nil when the link is unknown, used, too old or of a colleague who has left.
    static func signIn(
        link: String,
        session: String,
        at: Date,
        until: Date,
        in tx: isolated PostgresSession
    ) throws -> (UserID, DepartmentID)? {
        let row = try tx.query(
            """
            WITH link AS (
                UPDATE sign_in_links SET used_at = $3
                WHERE hash = sha256(convert_to($1, 'UTF8')) AND used_at IS NULL AND expires_at > $3
                RETURNING user_id
            ), opened AS (
                INSERT INTO sessions (hash, user_id, created_at, seen_at, expires_at)
                SELECT sha256(convert_to($2, 'UTF8')), u.id, $3, $3, $4
                FROM link JOIN users AS u ON u.id = link.user_id AND u.active
                RETURNING user_id
            )
            SELECT u.id, u.department_id FROM opened JOIN users AS u ON u.id = opened.user_id
            """,
            link,
            session,
            at,
            until
        ).first
        guard let (id, department) = try row?.decode(UUID.self, String.self) else { return nil }
        return (UserID(rawValue: id), DepartmentID(rawValue: department))
    }

    static func signOut(session: String, at: Date, in tx: isolated PostgresSession) throws {
        try tx.execute(
            "UPDATE sessions SET revoked_at = $2 WHERE hash = sha256(convert_to($1, 'UTF8'))",
            session,
            at
        )
    }

    /// Who a session's cookie stands for. Its form token is derived, so that it needs no place of its own.
    static func principal(session: String, at: Date, in tx: isolated PostgresSession) throws -> Principal? {
        try tx.query(
            """
            SELECT u.id, u.display_name, u.department_id,
                ARRAY(SELECT d.department_id FROM user_departments AS d WHERE d.user_id = u.id ORDER BY 1),
                u.role, r.permissions, '{}'::text[],
                encode(sha256(convert_to($1::text || ' form', 'UTF8')), 'hex'), s.seen_at
            FROM sessions AS s JOIN users AS u ON u.id = s.user_id AND u.active JOIN roles AS r ON r.key = u.role
            WHERE s.hash = sha256(convert_to($1, 'UTF8')) AND s.revoked_at IS NULL AND s.expires_at > $2
            """,
            session,
            at
        ).first.map(decode)
    }

    static func principal(token: String, at: Date, in tx: isolated PostgresSession) throws -> Principal? {
        try tx.query(
            """
            SELECT u.id, u.display_name, u.department_id,
                ARRAY(SELECT d.department_id FROM user_departments AS d WHERE d.user_id = u.id ORDER BY 1),
                u.role, r.permissions, t.permissions, NULL::text, coalesce(t.used_at, t.created_at)
            FROM api_tokens AS t JOIN users AS u ON u.id = t.user_id AND u.active JOIN roles AS r ON r.key = u.role
            WHERE t.hash = sha256(convert_to($1, 'UTF8')) AND t.revoked_at IS NULL
                AND (t.expires_at IS NULL OR t.expires_at > $2)
            """,
            token,
            at
        ).first.map(decode)
    }

    /// Moves a session's end with its use.
    static func touch(session: String, at: Date, until: Date, in tx: isolated PostgresSession) throws {
        try tx.enqueue(
            "UPDATE sessions SET seen_at = $2, expires_at = $3 WHERE hash = sha256(convert_to($1, 'UTF8'))",
            session,
            at,
            until
        )
    }

    static func touch(token: String, at: Date, in tx: isolated PostgresSession) throws {
        try tx.enqueue("UPDATE api_tokens SET used_at = $2 WHERE hash = sha256(convert_to($1, 'UTF8'))", token, at)
    }

    private static func decode(_ row: PostgresRow) throws -> Principal {
        let home = DepartmentID(rawValue: try row.value(2))
        let others = try row.value(3, as: [String].self).map(DepartmentID.init(rawValue:))
        return Principal(
            userID: UserID(rawValue: try row.value(0)),
            name: try row.value(1),
            department: home,
            departments: [home] + others.filter { $0 != home },
            role: try row.value(4),
            permissions: Permissions(
                role: try row.value(5, as: [String].self),
                narrowedTo: try row.value(6, as: [String].self)
            ),
            formToken: try row.value(7),
            seenAt: try row.value(8)
        )
    }
}
