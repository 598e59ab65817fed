import Contracts
import Foundation
import Postgres

enum UndoStore {
    enum Request: Equatable, Sendable {
        case unknown, running, dryRun, accepted
    }

    struct Row: Sendable {
        var line: Int
        var company: UUID
        var lead: UUID?
        var contact: UUID?
        var before: RowOutcome.Before
        var after: RowOutcome.After
    }

    /// Begins to take an import back; asking again changes nothing.
    static func request(
        _ id: UUID,
        department: DepartmentID,
        by actor: String,
        in tx: isolated PostgresSession
    ) throws -> Request {
        let found = try tx.query(
            """
            SELECT status, dry_run FROM import_batches
            WHERE id = $1 AND department_id = $2 AND sha256 IS NOT NULL FOR UPDATE
            """,
            id,
            department.rawValue
        ).first
        guard let (status, isDryRun) = try found?.decode(String.self, Bool.self) else { return .unknown }
        if isDryRun { return .dryRun }
        if status == "running" { return .running }
        try tx.execute(
            """
            UPDATE import_batches SET undo_requested_at = now(), undone_by = $2
            WHERE id = $1 AND undo_requested_at IS NULL
            """,
            id,
            actor
        )
        return .accepted
    }

    /// The import that has waited longest to be taken back, locked.
    static func next(in tx: isolated PostgresSession) throws -> (id: UUID, department: DepartmentID)? {
        let row = try tx.query(
            """
            SELECT id, department_id FROM import_batches WHERE status = 'done' AND undo_requested_at IS NOT NULL
            ORDER BY undo_requested_at LIMIT 1 FOR UPDATE SKIP LOCKED
            """
        ).first
        return try row.map { row in
            let (id, department) = try row.decode(UUID.self, String.self)
            return (id, DepartmentID(rawValue: department))
        }
    }

    /// Rows that did something, the last first.
    static func rows(of batch: UUID, limit: Int, in tx: isolated PostgresSession) throws -> [Row] {
        let rows = try tx.query(
            """
            SELECT line, company_id, lead_id, contact_id, before, after FROM import_rows
            WHERE batch_id = $1 AND NOT undone AND before IS NOT NULL AND after IS NOT NULL AND company_id IS NOT NULL
            ORDER BY line DESC LIMIT $2
            """,
            batch,
            limit
        )
        return try rows.map { row in
            let (line, company, lead, contact, before, after) = try row.decode(
                Int.self,
                UUID.self,
                UUID?.self,
                UUID?.self,
                JSONB.self,
                JSONB.self
            )
            return Row(
                line: line,
                company: company,
                lead: lead,
                contact: contact,
                before: try JSONDecoder().decode(RowOutcome.Before.self, from: Data(before.bytes)),
                after: try JSONDecoder().decode(RowOutcome.After.self, from: Data(after.bytes))
            )
        }
    }

    /// Leads and contacts that other imports of the department, not undone, speak of too.
    static func confirmed(
        companies: [UUID],
        except batch: UUID,
        department: DepartmentID,
        in tx: isolated PostgresSession
    ) throws -> Set<UUID> {
        let rows = try tx.query(
            """
            SELECT DISTINCT r.lead_id, r.contact_id
            FROM import_rows AS r JOIN import_batches AS b ON b.id = r.batch_id
            WHERE r.company_id = ANY($1::uuid[]) AND r.batch_id <> $2 AND r.department_id = $3 AND NOT r.undone
                AND b.undo_requested_at IS NULL
            """,
            companies,
            batch,
            department.rawValue
        )
        return Set(
            try rows.flatMap { row in
                let (lead, contact) = try row.decode(UUID?.self, UUID?.self)
                return [lead, contact].compactMap(\.self)
            }
        )
    }

    /// True if another company already waits for identification under this key.
    static func isTaken(_ matchKey: String, except id: UUID, in tx: isolated PostgresSession) throws -> Bool {
        let rows = try tx.query(
            "SELECT 1 FROM companies WHERE match_key = $1 AND siren IS NULL AND id <> $2",
            matchKey,
            id
        )
        return !rows.isEmpty
    }

    static func save(
        _ batch: UUID,
        lines: [Int],
        kept: [KeptField],
        isLast: Bool,
        in tx: isolated PostgresSession
    ) throws {
        try tx.execute(
            "UPDATE import_rows SET undone = true WHERE batch_id = $1 AND line = ANY($2::integer[])",
            batch,
            lines
        )
        try tx.execute(
            """
            UPDATE import_batches SET status = CASE WHEN $3 THEN 'undone' ELSE status END,
                undone_at = CASE WHEN $3 THEN now() END,
                undo_report = CASE WHEN jsonb_array_length(coalesce(undo_report, '[]')) < 1000
                    THEN coalesce(undo_report, '[]') || $2::jsonb ELSE undo_report END
            WHERE id = $1
            """,
            batch,
            JSONB(Array(try JSONEncoder().encode(kept))),
            isLast
        )
    }
}
