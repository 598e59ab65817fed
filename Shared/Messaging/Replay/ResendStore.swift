import Foundation
import Postgres

/// Messages that an operator has run again, in the operator's own outbox.
enum ResendStore {
    /// Stores messages for `relay` to publish after the commit. A failure that runs again keeps its identity and its
    /// place in the journal; what repeats a success is a new message, and is journaled.
    static func store(
        _ messages: [OutgoingMessage],
        relay: UUID,
        in tx: isolated PostgresSession
    ) throws -> [OutboxRow] {
        guard !messages.isEmpty else { return [] }
        let envelopes = messages.map(\.envelope)
        let rows = try tx.query(
            """
            WITH message AS (
                SELECT * FROM unnest(
                    $1::uuid[], $2::text[], $3::text[], $4::uuid[], $5::uuid[], $6::text[], $7::uuid[], $8::text[],
                    $9::bigint[], $10::text[], $11::bytea[], $12::timestamptz[], $13::uuid[], $14::uuid[])
                AS m (message_id, type, target, correlation_id, causation_id, subject, company_id, department_id,
                    aggregate_version, traceparent, body, occurred_at, replay, repeats)
            ), journaled AS (
                INSERT INTO journal (message_id, type, correlation_id, causation_id, subject, company_id,
                    department_id, aggregate_version, traceparent, body, occurred_at, repeats)
                SELECT message_id, type, correlation_id, causation_id, subject, company_id, department_id,
                    aggregate_version, traceparent, body, occurred_at, repeats
                FROM message WHERE repeats IS NOT NULL
            )
            INSERT INTO outbox (message_id, type, target, correlation_id, causation_id, subject, company_id,
                department_id, aggregate_version, traceparent, body, occurred_at, replay, repeats, relay)
            SELECT message_id, type, target, correlation_id, causation_id, subject, company_id, department_id,
                aggregate_version, traceparent, body, occurred_at, replay, repeats, $15::uuid
            FROM message
            RETURNING seq, message_id
            """,
            envelopes.map(\.messageID),
            envelopes.map(\.type),
            messages.map(\.target),
            envelopes.map(\.correlationID),
            envelopes.map(\.causationID),
            envelopes.map(\.subject),
            envelopes.map(\.companyID),
            envelopes.map(\.departmentID),
            envelopes.map(\.aggregateVersion),
            envelopes.map(\.traceparent),
            messages.map(\.body),
            envelopes.map(\.occurredAt),
            envelopes.map { $0.replay?.run },
            envelopes.map { $0.replay?.repeats },
            relay
        )
        let seqs = try Dictionary(
            rows.map { try $0.decode(Int64.self, UUID.self) }.map { ($0.1, $0.0) },
            uniquingKeysWith: { first, _ in first }
        )
        return messages.compactMap { message in
            seqs[message.envelope.messageID].map { OutboxRow(seq: $0, message: message) }
        }
    }
}
