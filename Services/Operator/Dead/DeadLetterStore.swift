import Contracts
import Foundation
import Postgres

/// Messages that could not be handled.
enum DeadLetterStore {
    /// A cause and its letters.
    struct Group: Encodable, Sendable {
        let group: String
        let handler: String
        let errorClass: String
        let reason: String
        let letters: Int
        let firstFailedAt: Date
        let failedAt: Date
    }

    /// Newest first.
    static func list(_ filter: LetterFilter, limit: Int, in tx: isolated PostgresSession) throws -> [Letter] {
        try tx.query(
            """
            SELECT id, handler, message_id, service, type, reason, error_class, stack_hash, attempts, first_failed_at,
                failed_at, correlation_id, company_id, department_id, state, note, edited_at IS NOT NULL
            FROM msg.dead_letter
            WHERE ($1::uuid[] = '{}' OR id = ANY($1)) AND ($2::text IS NULL OR stack_hash = $2)
                AND ($3::text IS NULL OR service = $3) AND ($4::text IS NULL OR type = $4)
                AND ($5::text IS NULL OR error_class = $5) AND ($6::timestamptz IS NULL OR failed_at >= $6)
                AND ($7::timestamptz IS NULL OR failed_at < $7) AND ($8::uuid IS NULL OR company_id = $8)
                AND state = ANY($9::text[])
            ORDER BY failed_at DESC, id LIMIT $10
            """,
            filter.ids,
            filter.group,
            filter.service,
            filter.type,
            filter.errorClass,
            filter.from,
            filter.until,
            filter.company,
            filter.states,
            limit
        ).map(letter)
    }

    /// Causes, the most frequent first.
    static func groups(limit: Int, in tx: isolated PostgresSession) throws -> [Group] {
        try tx.query(
            """
            SELECT coalesce(stack_hash, ''), handler, coalesce(error_class, ''), max(reason), count(*),
                min(first_failed_at), max(failed_at)
            FROM msg.dead_letter WHERE state = 'open'
            GROUP BY stack_hash, handler, error_class ORDER BY count(*) DESC, max(failed_at) DESC LIMIT $1
            """,
            limit
        ).map { row in
            let (hash, handler, kind, reason, letters, first, last) = try row.decode(
                String.self,
                String.self,
                String.self,
                String.self,
                Int.self,
                Date.self,
                Date.self
            )
            return Group(
                group: hash,
                handler: handler,
                errorClass: kind,
                reason: reason,
                letters: letters,
                firstFailedAt: first,
                failedAt: last
            )
        }
    }

    static func opened(_ ids: [UUID], in tx: isolated PostgresSession) throws -> [OpenedLetter] {
        try tx.query(
            """
            SELECT id, handler, message_id, service, type, reason, error_class, stack_hash, attempts, first_failed_at,
                failed_at, correlation_id, company_id, department_id, state, note, edited_at IS NOT NULL, headers,
                body, original_body, edited_by, edited_at
            FROM msg.dead_letter WHERE id = ANY($1::uuid[]) ORDER BY id
            """,
            ids
        ).map { row in
            OpenedLetter(
                letter: try letter(row),
                headers: try Wire.decode(JSONValue.self, from: row.value(17, as: JSONB.self).bytes),
                body: try row.value(18, as: [UInt8].self),
                originalBody: try row.value(19, as: [UInt8]?.self),
                editedBy: try row.value(20, as: String?.self),
                editedAt: try row.value(21, as: Date?.self)
            )
        }
    }

    /// - Returns: false if it is not open any more, or holds another body than `expected`: somebody was faster.
    static func edit(
        _ id: UUID,
        from expected: [UInt8],
        to body: [UInt8],
        by actor: String,
        in tx: isolated PostgresSession
    ) throws -> Bool {
        try tx.query(
            """
            UPDATE msg.dead_letter
            SET body = $3, original_body = coalesce(original_body, body), edited_by = $4, edited_at = now()
            WHERE id = $1 AND body = $2 AND state = 'open'
            RETURNING id
            """,
            id,
            expected,
            body,
            actor
        ).first != nil
    }

    /// - Returns: those that were open until now.
    static func discard(_ ids: [UUID], note: String, in tx: isolated PostgresSession) throws -> [UUID] {
        try tx.query(
            """
            UPDATE msg.dead_letter SET state = 'discarded', note = $2
            WHERE id = ANY($1::uuid[]) AND state = 'open'
            RETURNING id
            """,
            ids.sorted { $0.uuidString < $1.uuidString },
            note
        ).values(as: UUID.self)
    }

    private static func letter(_ row: PostgresRow) throws -> Letter {
        Letter(
            id: try row.value(0, as: UUID.self),
            handler: try row.value(1, as: String.self),
            messageID: try row.value(2, as: UUID.self),
            service: try row.value(3, as: String.self),
            type: try row.value(4, as: String.self),
            reason: try row.value(5, as: String.self),
            errorClass: try row.value(6, as: String?.self),
            group: try row.value(7, as: String?.self),
            attempts: try row.value(8, as: Int.self),
            firstFailedAt: try row.value(9, as: Date.self),
            failedAt: try row.value(10, as: Date.self),
            correlationID: try row.value(11, as: UUID?.self),
            companyID: try row.value(12, as: UUID?.self),
            department: try row.value(13, as: String?.self),
            state: try row.value(14, as: String.self),
            note: try row.value(15, as: String?.self),
            isEdited: try row.value(16, as: Bool.self)
        )
    }
}
