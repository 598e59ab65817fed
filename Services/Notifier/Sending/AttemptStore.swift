import Contracts
import Foundation
import Postgres

/// Begins attempts.
enum AttemptStore {
    /// A message whose attempt has begun, before its text is written.
    struct Begun: Sendable {
        let id: UUID
        let attempt: Int
        let isProspect: Bool
        let kind: String
        let department: String
        let lead: UUID?
        let recipient: UUID?
        let address: String?
        let language: Language
        let wireID: String
        let subject: String?
        let notice: String?
        let text: String?
        let html: String?
        let correlation: UUID?
        let causation: UUID?
    }

    /// - Parameter lease: when another instance takes the message over if this one says no more.
    static func begin(
        _ ids: [UUID],
        holder: UUID,
        lease: Date,
        now: Date,
        in tx: isolated PostgresSession
    ) throws -> [Begun] {
        guard !ids.isEmpty else { return [] }
        return try tx.query(
            """
            WITH begun AS (
                UPDATE messages SET state = 'sending', attempts = attempts + 1, holder = $2, due_at = $3
                WHERE id = ANY($1::uuid[]) AND state IN ('pending', 'sending')
                RETURNING *
            ), attempt AS (
                INSERT INTO deliveries (message_id, attempt, department_id, channel, started_at)
                SELECT id, attempts, department_id, channel, $4 FROM begun
            )
            SELECT id, attempts, recipient_kind = 'prospect', kind, department_id, lead_id, recipient_id, address,
                locale, wire_id, subject, notice::text, body_text, body_html, correlation_id, causation_id
            FROM begun ORDER BY id
            """,
            ids,
            holder,
            lease,
            now
        ).map(begun)
    }

    private static func begun(_ row: PostgresRow) throws -> Begun {
        Begun(
            id: try row.value(0),
            attempt: try row.value(1),
            isProspect: try row.value(2),
            kind: try row.value(3),
            department: try row.value(4),
            lead: try row.value(5),
            recipient: try row.value(6),
            address: try row.value(7),
            language: Language(locale: try row.value(8)),
            wireID: try row.value(9),
            subject: try row.value(10),
            notice: try row.value(11),
            text: try row.value(12),
            html: try row.value(13),
            correlation: try row.value(14),
            causation: try row.value(15)
        )
    }

    /// Keeps what goes out, so that another attempt says the same under the same Message-ID.
    static func keep(_ messages: [Outgoing], in tx: isolated PostgresSession) throws {
        guard !messages.isEmpty else { return }
        try tx.enqueue(
            """
            UPDATE messages SET body_text = written.plain, body_html = written.html
            FROM unnest($1::uuid[], $2::text[], $3::text[]) AS written(id, plain, html) WHERE messages.id = written.id
            """,
            messages.map(\.id),
            messages.map(\.text),
            messages.map(\.html)
        )
    }
}
