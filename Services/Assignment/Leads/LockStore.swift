import Contracts
import Postgres

/// Who may hand out: one transaction per department at a time, so that replicas do not give a colleague more than the
/// day's capacity. What concerns a company in every department takes all of them.
enum LockStore {
    static func take(_ departments: [DepartmentID]) -> PostgresStatement {
        PostgresStatement(
            """
            SELECT pg_advisory_xact_lock_shared(hashtextextended('assignment', 0)),
                (SELECT count(pg_advisory_xact_lock(hashtextextended('assignment/' || department, 0)))
                FROM (SELECT department FROM unnest($1::text[]) AS d (department) ORDER BY department) AS sorted)
            """,
            departments.map(\.rawValue)
        )
    }

    static func takeAll(in tx: isolated PostgresSession) throws {
        try tx.query("SELECT pg_advisory_xact_lock(hashtextextended('assignment', 0))")
    }
}
