import Contracts
import Foundation
import Postgres

/// The rows of `import_batches`.
enum ImportStore {
    static let faultsMax = 1000

    /// An import that is being received; its worker does not see it until ``complete(_:_:in:)``.
    static func create(
        _ id: UUID,
        token: IngestToken,
        filename: String?,
        dryRun: Bool,
        plan: ColumnPlan,
        delimiter: String,
        in tx: isolated PostgresSession
    ) throws {
        try tx.execute(
            """
            INSERT INTO import_batches (id, department_id, source, filename, delimiter, dry_run, mapping, token_id,
                created_by)
            VALUES ($1, $2, $3, $4, $5, $6, $7::jsonb, $8, $9)
            """,
            id,
            token.department.rawValue,
            token.source,
            filename,
            delimiter,
            dryRun,
            JSONB(Array(try JSONEncoder().encode(plan.columns))),
            token.id,
            "token/\(token.id.uuidString.lowercased())"
        )
    }

    /// The earlier import of the same file by the same token within a day, unless it was undone. Waits for one that is
    /// just being completed.
    static func twin(
        token: UUID,
        sha256: [UInt8],
        dryRun: Bool,
        in tx: isolated PostgresSession
    ) throws -> UUID? {
        try tx.query(
            "SELECT pg_advisory_xact_lock(hashtextextended(encode($1::bytea, 'hex') || $2::uuid::text, 0))::text",
            sha256,
            token
        )
        return try tx.query(
            """
            SELECT id FROM import_batches
            WHERE token_id = $1 AND sha256 = $2 AND dry_run = $3 AND status <> 'undone'
                AND undo_requested_at IS NULL AND created_at > now() - interval '1 day'
            ORDER BY created_at DESC LIMIT 1
            """,
            token,
            sha256,
            dryRun
        ).first?.value(0, as: UUID.self)
    }

    /// The whole file is durable: the import is real from here on.
    static func complete(
        _ id: UUID,
        sha256: [UInt8],
        bytes: Int,
        encoding: String,
        rows: Int,
        refused: Int,
        in tx: isolated PostgresSession
    ) throws {
        try tx.execute(
            """
            UPDATE import_batches SET sha256 = $2, size_bytes = $3, encoding = $4, rows = $5, refused = $6 WHERE id = $1
            """,
            id,
            sha256,
            bytes,
            encoding,
            rows,
            refused
        )
    }

    /// Forgets an upload that broke off or was sent before.
    static func discard(_ id: UUID, in tx: isolated PostgresSession) throws {
        try tx.execute("DELETE FROM import_batches WHERE id = $1 AND sha256 IS NULL", id)
    }

    /// Forgets uploads that broke off with their process.
    static func discardAbandoned(in tx: isolated PostgresSession) throws {
        try tx.execute(
            "DELETE FROM import_batches WHERE sha256 IS NULL AND status = 'running' AND created_at < now() - interval '1 day'"
        )
    }

    /// Of the imports with rows to do, the one that waited longest, locked; others skip it meanwhile.
    static func next(in tx: isolated PostgresSession) throws -> ImportBatch? {
        let row = try tx.query(
            """
            SELECT id, department_id, source, dry_run, mapping, created_at, rows, created, updated, unchanged,
                to_identify, refused
            FROM import_batches WHERE status = 'running' AND sha256 IS NOT NULL
            ORDER BY worked_at NULLS FIRST, id LIMIT 1 FOR UPDATE SKIP LOCKED
            """
        ).first
        return try row.map(decode)
    }

    static func save(_ counts: ImportCounts, of id: UUID, isDone: Bool, in tx: isolated PostgresSession) throws {
        try tx.execute(
            """
            UPDATE import_batches SET created = $2, updated = $3, unchanged = $4, to_identify = $5, refused = $6,
                worked_at = clock_timestamp(), status = CASE WHEN $7 THEN 'done' ELSE 'running' END,
                completed_at = CASE WHEN $7 THEN clock_timestamp() END
            WHERE id = $1
            """,
            id,
            counts.created,
            counts.updated,
            counts.unchanged,
            counts.toIdentify,
            counts.refused,
            isDone
        )
    }

    /// - Returns: nil for an import that is not this department's.
    static func report(
        _ id: UUID,
        department: DepartmentID,
        in tx: isolated PostgresSession
    ) throws -> ImportReport? {
        let found = try tx.query(
            """
            SELECT status, rows, created, updated, unchanged, to_identify, refused, undo_report
            FROM import_batches WHERE id = $1 AND department_id = $2 AND sha256 IS NOT NULL
            """,
            id,
            department.rawValue
        ).first
        guard let found else { return nil }
        let (status, rows, created, updated, unchanged, toIdentify, refused, kept) = try found.decode(
            String.self,
            Int.self,
            Int.self,
            Int.self,
            Int.self,
            Int.self,
            Int.self,
            JSONB?.self
        )
        return ImportReport(
            id: id.uuidString.lowercased(),
            status: status,
            rows: rows,
            created: created,
            updated: updated,
            unchanged: unchanged,
            toIdentify: toIdentify,
            refused: refused,
            errors: try faults(id, in: tx),
            kept: try kept.map { try JSONDecoder().decode([KeptField].self, from: Data($0.bytes)) }
        )
    }

    private static func faults(_ id: UUID, in tx: isolated PostgresSession) throws -> [ImportReport.Fault] {
        let rows = try tx.query(
            """
            SELECT line, "column", code, message FROM import_rows
            WHERE batch_id = $1 AND result = 'refused' ORDER BY line LIMIT $2
            """,
            id,
            faultsMax
        )
        return try rows.map { row in
            let (line, column, code, message) = try row.decode(Int.self, String?.self, String.self, String?.self)
            return ImportReport.Fault(line: line, column: column, code: code, message: message ?? "")
        }
    }

    private static func decode(_ row: PostgresRow) throws -> ImportBatch {
        let (
            id, department, source, dryRun, mapping, createdAt, rows, created, updated, unchanged, toIdentify,
            refused
        ) = try row.decode(
            UUID.self,
            String.self,
            String.self,
            Bool.self,
            JSONB.self,
            Date.self,
            Int.self,
            Int.self,
            Int.self,
            Int.self,
            Int.self,
            Int.self
        )
        let columns = try JSONDecoder().decode([ColumnPlan.Column].self, from: Data(mapping.bytes))
        return ImportBatch(
            id: id,
            department: DepartmentID(rawValue: department),
            source: source,
            isDryRun: dryRun,
            plan: ColumnPlan(columns: columns, hasHeader: true),
            createdAt: createdAt,
            counts: ImportCounts(
                rows: rows,
                created: created,
                updated: updated,
                unchanged: unchanged,
                toIdentify: toIdentify,
                refused: refused
            )
        )
    }
}
