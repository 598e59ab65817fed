import Contracts
import Foundation
import Postgres

/// The rows of `import_rows`.
enum ImportRowStore {
    struct Waiting: Sendable {
        var line: Int
        var cells: [String]
    }

    /// Keeps rows as read. One that could not be read is refused at once. (INSERT and not COPY: COPY does not write to
    /// tables behind a wall.)
    static func add(
        _ rows: [RawRow],
        to batch: UUID,
        department: DepartmentID,
        in tx: isolated PostgresSession
    ) throws {
        let raw = try rows.map { row in
            row.fault == nil ? JSONB(Array(try JSONEncoder().encode(row.cells))) : nil
        }
        try tx.execute(
            """
            INSERT INTO import_rows (batch_id, line, department_id, raw, result, code, "column", message)
            SELECT $1, line, $2, raw, CASE WHEN code IS NOT NULL THEN 'refused' END, code, "column", message
            FROM unnest($3::integer[], $4::jsonb[], $5::text[], $6::text[], $7::text[])
                AS r (line, raw, code, "column", message)
            """,
            batch,
            department.rawValue,
            rows.map(\.line),
            raw,
            rows.map(\.fault?.code),
            rows.map(\.fault?.column),
            rows.map(\.fault?.message)
        )
    }

    /// The next rows to do, at most `limit` of them and about `bytes` of text, and at least one.
    static func waiting(
        of batch: UUID,
        limit: Int,
        bytes: Int,
        in tx: isolated PostgresSession
    ) throws -> [Waiting] {
        let rows = try tx.query(
            """
            SELECT line, raw FROM (
                SELECT line, raw, sum(octet_length(raw::text)) OVER (ORDER BY line) - octet_length(raw::text) AS before
                FROM (
                    SELECT line, raw FROM import_rows WHERE batch_id = $1 AND result IS NULL ORDER BY line LIMIT $2
                ) AS next
            ) AS sized
            WHERE before < $3 ORDER BY line
            """,
            batch,
            limit,
            bytes
        )
        return try rows.map { row in
            let (line, raw) = try row.decode(Int.self, JSONB.self)
            return Waiting(line: line, cells: try JSONDecoder().decode([String].self, from: Data(raw.bytes)))
        }
    }

    static func isAnyWaiting(of batch: UUID, in tx: isolated PostgresSession) throws -> Bool {
        let rows = try tx.query(
            "SELECT 1 FROM import_rows WHERE batch_id = $1 AND result IS NULL LIMIT 1",
            batch
        )
        return !rows.isEmpty
    }

    /// What each line did. A dry run tells of nothing that it would have made.
    static func settle(
        _ outcomes: [(line: Int, outcome: RowOutcome)],
        of batch: UUID,
        isDryRun: Bool,
        in tx: isolated PostgresSession
    ) throws {
        let all = outcomes.map(\.outcome)
        func id(_ path: KeyPath<RowOutcome, UUID?>) -> [UUID?] { all.map { isDryRun ? nil : $0[keyPath: path] } }
        let before = try all.map { try json($0.before, isDryRun || $0.before.isEmpty) }
        let after = try all.map { try json($0.after, isDryRun || $0.after.isEmpty) }
        try tx.execute(
            """
            UPDATE import_rows AS r SET result = n.result, code = n.code, "column" = n."column", message = n.message,
                company_id = n.company_id, lead_id = n.lead_id, contact_id = n.contact_id, before = n.before,
                after = n.after
            FROM unnest($2::integer[], $3::text[], $4::text[], $5::text[], $6::text[], $7::uuid[], $8::uuid[],
                $9::uuid[], $10::jsonb[], $11::jsonb[])
                AS n (line, result, code, "column", message, company_id, lead_id, contact_id, before, after)
            WHERE r.batch_id = $1 AND r.line = n.line
            """,
            batch,
            outcomes.map(\.line),
            all.map(\.result.rawValue),
            all.map(\.fault?.code),
            all.map(\.fault?.column),
            all.map(\.fault?.message),
            id(\.companyID),
            id(\.leadID),
            id(\.contactID),
            before,
            after
        )
    }

    private static func json(_ value: some Encodable, _ isAbsent: Bool) throws -> JSONB? {
        isAbsent ? nil : JSONB(Array(try JSONEncoder().encode(value)))
    }
}
