import Contracts
import Foundation
import Postgres

enum AbsenceStore {
    static func find(_ id: AbsenceID, in tx: isolated PostgresSession) throws -> Absence? {
        try tx.query(
            """
            SELECT id, user_id, department_id, starts_at, ends_at, cancelled_at FROM absences WHERE id = $1 FOR UPDATE
            """,
            id.rawValue
        ).first.map(decode)
    }

    /// The absence that stands for exactly this time: asking twice is asking once.
    static func find(
        of user: UserID,
        from: Date,
        until: Date,
        in tx: isolated PostgresSession
    ) throws -> Absence? {
        try tx.query(
            """
            SELECT id, user_id, department_id, starts_at, ends_at, cancelled_at FROM absences
            WHERE user_id = $1 AND starts_at = $2 AND ends_at = $3 AND cancelled_at IS NULL
            """,
            user.rawValue,
            from,
            until
        ).first.map(decode)
    }

    /// A page of those that stand and are not over, in order of identity.
    static func page(
        after: UUID?,
        limit: Int,
        user: UUID?,
        endingAfter: Date,
        in tx: isolated PostgresSession
    ) throws -> [Absence] {
        try tx.query(
            """
            SELECT id, user_id, department_id, starts_at, ends_at, cancelled_at FROM absences
            WHERE cancelled_at IS NULL AND ends_at > $4
                AND ($1::uuid IS NULL OR id > $1) AND ($3::uuid IS NULL OR user_id = $3)
            ORDER BY id LIMIT $2
            """,
            after,
            limit,
            user,
            endingAfter
        ).map(decode)
    }

    static func insert(_ absence: Absence, by actor: String, in tx: isolated PostgresSession) throws {
        try tx.execute(
            """
            INSERT INTO absences (id, user_id, department_id, starts_at, ends_at, recorded_by)
            VALUES ($1, $2, $3, $4, $5, $6)
            """,
            absence.id.rawValue,
            absence.userID.rawValue,
            absence.department.rawValue,
            absence.from,
            absence.until,
            actor
        )
    }

    static func cancel(_ id: AbsenceID, at: Date, in tx: isolated PostgresSession) throws {
        try tx.execute("UPDATE absences SET cancelled_at = $2 WHERE id = $1 AND cancelled_at IS NULL", id.rawValue, at)
    }

    private static func decode(_ row: PostgresRow) throws -> Absence {
        Absence(
            id: AbsenceID(rawValue: try row.value(0)),
            userID: UserID(rawValue: try row.value(1)),
            department: DepartmentID(rawValue: try row.value(2)),
            from: try row.value(3),
            until: try row.value(4),
            cancelledAt: try row.value(5)
        )
    }
}
