import Foundation
import Postgres

/// Tables `companies`, `leads`, `contacts` and `import_rows`: two rows that turned out to be one company.
enum MergeStore {
    /// Whether a department has, or had, a lead with each of the two: only a person knows which of them goes on.
    static func isWorkedTwice(_ one: UUID, _ other: UUID, in tx: isolated PostgresSession) throws -> Bool {
        try tx.query(
            """
            SELECT 1 FROM leads AS a JOIN leads AS b ON b.department_id = a.department_id
            WHERE a.company_id = $1 AND b.company_id = $2 LIMIT 1
            """,
            one,
            other
        ).first != nil
    }

    /// Hangs leads, contacts and import lines of `merged` on `holder`, and takes `merged` out of the base. An import that
    /// is undone later takes back its lead and contact there; the company was not its making.
    /// - Returns: the version of `merged`, withdrawn.
    static func merge(_ merged: UUID, into holder: UUID, in tx: isolated PostgresSession) throws -> Int64 {
        try tx.execute(
            "UPDATE leads SET company_id = $2, updated_at = now() WHERE company_id = $1",
            merged,
            holder
        )
        try tx.execute(
            """
            UPDATE contacts AS c SET company_id = $2, version = c.version + 1, updated_at = now()
            WHERE c.company_id = $1 AND NOT EXISTS (
                SELECT FROM contacts AS o WHERE o.company_id = $2 AND o.department_id = c.department_id
                    AND o.email = c.email)
            """,
            merged,
            holder
        )
        try tx.execute(
            """
            UPDATE import_rows SET company_id = $2, before = before - 'company', after = after - 'company'
            WHERE company_id = $1
            """,
            merged,
            holder
        )
        return try tx.query(
            """
            UPDATE companies SET merged_into = $2, withdrawn_at = now(), withdrawn_reason = 'merged', version = version + 1,
                updated_at = now()
            WHERE id = $1 RETURNING version
            """,
            merged,
            holder
        ).first?.value(0, as: Int64.self) ?? 0
    }
}
