import Contracts
import Foundation
import Postgres

/// Takes the words that may name an erased person out of what is kept of a company's deals. A sole trader's deal often
/// carries the person's name.
enum ErasureStore {
    /// What stands in a title's place, in French.
    static let erased = "Titre effacé"

    /// Remembers the erasure for what is still to be heard of an earlier time. One department's alone needs no memory:
    /// the console announces each title that it empties, in a newer version.
    static func erase(
        _ company: CompanyID,
        in department: DepartmentID?,
        at: Date,
        _ tx: isolated PostgresSession
    ) throws {
        if department == nil { try remember(company, at: at, in: tx) }
        // Reports quote titles: before these go, so do the quotations. Erasures are rare: a department's reports are
        // read whole.
        try tx.execute(
            """
            UPDATE reports AS r SET lines = ARRAY(
                SELECT coalesce((
                    SELECT replace(line, d.title, $2) FROM deal_snapshots AS d
                    WHERE d.company_id = $1 AND d.department_id = r.department_id
                        AND ($3::text IS NULL OR d.department_id = $3)
                        AND strpos(line, '«\u{202F}' || d.title || '\u{202F}»') > 0
                    ORDER BY length(d.title) DESC LIMIT 1), line)
                FROM unnest(r.lines) WITH ORDINALITY AS l (line, n) ORDER BY n)
            WHERE EXISTS (
                SELECT FROM deal_snapshots AS d, unnest(r.lines) AS line
                WHERE d.company_id = $1 AND d.department_id = r.department_id AND d.title <> $2
                    AND ($3::text IS NULL OR d.department_id = $3)
                    AND strpos(line, '«\u{202F}' || d.title || '\u{202F}»') > 0)
            """,
            company.rawValue,
            erased,
            department?.rawValue
        )
        try tx.execute(
            """
            UPDATE deal_snapshots SET title = $2, next_step = NULL
            WHERE company_id = $1 AND ($3::text IS NULL OR department_id = $3)
            """,
            company.rawValue,
            erased,
            department?.rawValue
        )
    }

    private static func remember(_ company: CompanyID, at: Date, in tx: isolated PostgresSession) throws {
        try tx.execute(
            """
            INSERT INTO erasures AS e (company_id, at) VALUES ($1, $2)
            ON CONFLICT (company_id) DO UPDATE SET at = greatest(e.at, excluded.at)
            """,
            company.rawValue,
            at
        )
    }
}
