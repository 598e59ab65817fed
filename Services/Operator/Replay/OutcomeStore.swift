import Contracts
import Foundation
import Postgres

/// What came of messages, then and now.
enum OutcomeStore {
    /// A member of a dry run's set with both outcomes, as far as there are any.
    struct Pair: Sendable {
        let position: Int
        let messageID: UUID
        let type: String
        let subject: String
        let then: JSONValue?
        let now: JSONValue?
        let state: String
        let error: String?
    }

    /// Writes down what came of messages when their service ran them: what it announced, how it failed, or nothing yet.
    static func recordThen(
        _ run: UUID,
        _ frozen: [FrozenMessage],
        correlations: [UUID],
        in tx: isolated PostgresSession
    ) throws {
        guard let service = frozen.first?.service, let first = frozen.map(\.occurredAt).min() else { return }
        try tx.execute(
            """
            WITH asked AS (
                SELECT * FROM unnest($2::uuid[], $3::uuid[]) AS a (message_id, original_id)
            ), announced AS (
                SELECT j.causation_id, jsonb_agg(jsonb_build_object(
                    'type', j.type, 'subject', j.subject, 'body',
                    -- jsonb holds no NUL character, which JSON may.
                    CASE WHEN strpos(t.text, '\\u0000') > 0 THEN to_jsonb(t.text) ELSE t.text::jsonb END)
                    ORDER BY j.message_id) AS events
                FROM msg.v_journal AS j CROSS JOIN LATERAL (SELECT convert_from(j.body, 'UTF8') AS text) AS t
                WHERE j.schema = $4 AND j.occurred_at >= $5 AND j.correlation_id = ANY($6::uuid[])
                    AND j.causation_id = ANY($3::uuid[])
                GROUP BY j.causation_id
            ), handled AS (
                SELECT DISTINCT message_id FROM msg.v_inbox WHERE schema = $4 AND message_id = ANY($3::uuid[])
            ), retried AS (
                SELECT DISTINCT ON (message_id) message_id, error_class, error FROM msg.v_retry
                WHERE schema = $4 AND message_id = ANY($3::uuid[])
            ), dead AS (
                SELECT DISTINCT ON (message_id) message_id, error_class, reason FROM msg.v_dead_letters
                WHERE service = $7 AND message_id = ANY($3::uuid[]) AND state <> 'resolved'
            ), outcome AS (
                SELECT a.message_id, CASE
                    WHEN l.message_id IS NOT NULL THEN jsonb_build_object(
                        'kind', 'dead', 'class', l.error_class, 'reason', l.reason, 'events', '[]'::jsonb)
                    WHEN r.message_id IS NOT NULL THEN jsonb_build_object(
                        'kind', 'failed', 'class', r.error_class, 'reason', r.error, 'events', '[]'::jsonb)
                    WHEN i.message_id IS NOT NULL THEN jsonb_build_object(
                        'kind', 'done', 'events', coalesce(n.events, '[]'::jsonb))
                    ELSE jsonb_build_object('kind', 'unhandled', 'events', '[]'::jsonb) END AS value
                FROM asked AS a
                LEFT JOIN announced AS n ON n.causation_id = a.original_id
                LEFT JOIN handled AS i ON i.message_id = a.original_id
                LEFT JOIN retried AS r ON r.message_id = a.original_id
                LEFT JOIN dead AS l ON l.message_id = a.original_id
            )
            UPDATE msg.replay_messages AS m SET outcome_then = o.value
            FROM outcome AS o WHERE m.replay_id = $1 AND m.message_id = o.message_id
            """,
            run,
            frozen.map(\.messageID),
            frozen.map(\.originalID),
            service.plumbingSchema,
            first.addingTimeInterval(-1),
            correlations,
            service.rawValue
        )
    }

    /// The set in order, a page of it.
    static func page(_ run: UUID, after position: Int, limit: Int, in tx: isolated PostgresSession) throws -> [Pair] {
        try tx.query(
            """
            SELECT position, message_id, type, subject, outcome_then, outcome_now, state, error
            FROM msg.replay_messages WHERE replay_id = $1 AND position > $2 ORDER BY position LIMIT $3
            """,
            run,
            position,
            limit
        ).map { row in
            let (place, id, type, subject, then, now, state, error) = try row.decode(
                Int.self,
                UUID.self,
                String.self,
                String?.self,
                JSONB?.self,
                JSONB?.self,
                String.self,
                String?.self
            )
            return Pair(
                position: place,
                messageID: id,
                type: type,
                subject: subject ?? "",
                then: try then.map { try Wire.decode(JSONValue.self, from: $0.bytes) },
                now: try now.map { try Wire.decode(JSONValue.self, from: $0.bytes) },
                state: state,
                error: error
            )
        }
    }

    /// Members of a dry run that have no outcome yet although they were sent: their service was away, or the tool was.
    static func unanswered(_ run: UUID, limit: Int, after position: Int, in tx: isolated PostgresSession) throws
        -> [FrozenMessage]
    {
        try tx.query(
            """
            SELECT position, message_id, original_id, letter_id, service, type, subject, schema, occurred_at
            FROM msg.replay_messages
            WHERE replay_id = $1 AND state IN ('waiting', 'sent') AND position > $3 ORDER BY position LIMIT $2
            """,
            run,
            limit,
            position
        ).compactMap(ReplayStore.frozen)
    }

    static func mark(_ run: UUID, sent positions: [Int], in tx: isolated PostgresSession) throws {
        try tx.execute(
            """
            UPDATE msg.replay_messages SET state = 'sent'
            WHERE replay_id = $1 AND state = 'waiting' AND position = ANY($2::integer[])
            """,
            run,
            positions.map { Int32($0) }
        )
    }
}
