import Contracts
import Foundation
import Messaging
import Postgres

/// The union of every service's journal, as the operator reads it.
enum JournalStore {
    static func company(siren: String, in tx: isolated PostgresSession) throws -> UUID? {
        try tx.query("SELECT id FROM intake.v_companies WHERE siren = $1 LIMIT 1", siren).values(as: UUID.self).first
    }

    /// The newest that `filter` lets through, newest first, without bodies.
    static func search(_ filter: JournalFilter, limit: Int, in tx: isolated PostgresSession) throws -> [JournalEntry] {
        try tx.query(
            """
            SELECT schema, message_id, type, correlation_id, causation_id, subject, company_id, department_id,
                aggregate_version, traceparent, occurred_at, repeats, ''::bytea
            FROM msg.v_journal
            WHERE occurred_at >= $1 AND occurred_at < $2
                AND ($3::text[] = '{}' OR type = ANY($3)) AND ($4::uuid IS NULL OR company_id = $4)
                AND ($5::uuid IS NULL OR correlation_id = $5) AND ($6::text IS NULL OR subject = $6)
                AND ($7::text[] = '{}' OR schema = ANY($7)) AND ($8::uuid[] = '{}' OR message_id = ANY($8))
                AND (NOT $10::boolean OR repeats IS NULL)
            ORDER BY occurred_at DESC, message_id DESC LIMIT $9
            """,
            filter.from,
            filter.until,
            filter.types,
            filter.company,
            filter.correlation,
            filter.subject,
            filter.schemas,
            filter.ids,
            limit,
            filter.originalsOnly
        ).map(entry)
    }

    /// How many `filter` lets through, counted up to a limit: of a window of millions no more is read than it takes to
    /// refuse it.
    static func count(_ filter: JournalFilter, upTo limit: Int, in tx: isolated PostgresSession) throws -> Int {
        try tx.query(
            """
            SELECT count(*) FROM (
                SELECT FROM msg.v_journal
                WHERE occurred_at >= $1 AND occurred_at < $2
                    AND ($3::text[] = '{}' OR type = ANY($3)) AND ($4::uuid IS NULL OR company_id = $4)
                    AND ($5::uuid IS NULL OR correlation_id = $5) AND ($6::text IS NULL OR subject = $6)
                    AND ($7::text[] = '{}' OR schema = ANY($7)) AND ($8::uuid[] = '{}' OR message_id = ANY($8))
                AND (NOT $10::boolean OR repeats IS NULL)
                LIMIT $9) AS found
            """,
            filter.from,
            filter.until,
            filter.types,
            filter.company,
            filter.correlation,
            filter.subject,
            filter.schemas,
            filter.ids,
            limit,
            filter.originalsOnly
        ).values(as: Int.self).first ?? 0
    }

    /// Whole messages by identity. Those of one journal and about one time are found fast.
    static func messages(
        _ ids: [UUID],
        from: Date,
        until: Date,
        schemas: [String],
        in tx: isolated PostgresSession
    ) throws -> [UUID: JournalEntry] {
        let rows = try tx.query(
            """
            SELECT schema, message_id, type, correlation_id, causation_id, subject, company_id, department_id,
                aggregate_version, traceparent, occurred_at, repeats, body
            FROM msg.v_journal
            WHERE schema = ANY($4::text[]) AND occurred_at BETWEEN $2 AND $3 AND message_id = ANY($1::uuid[])
            """,
            ids,
            from,
            until,
            schemas
        )
        return try Dictionary(
            rows.map(entry).map { ($0.envelope.messageID, $0) },
            uniquingKeysWith: { first, _ in first }
        )
    }

    private static func entry(_ row: PostgresRow) throws -> JournalEntry {
        JournalEntry(
            schema: try row.value(0, as: String.self),
            envelope: Envelope(
                messageID: try row.value(1, as: UUID.self),
                type: try row.value(2, as: String.self),
                correlationID: try row.value(3, as: UUID.self),
                causationID: try row.value(4, as: UUID?.self),
                subject: try row.value(5, as: String.self),
                companyID: try row.value(6, as: UUID?.self),
                departmentID: try row.value(7, as: String?.self),
                aggregateVersion: try row.value(8, as: Int64?.self),
                traceparent: try row.value(9, as: String?.self),
                occurredAt: try row.value(10, as: Date.self)
            ),
            repeats: try row.value(11, as: UUID?.self),
            body: try row.value(12, as: [UInt8].self)
        )
    }
}
