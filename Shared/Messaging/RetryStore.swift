import Foundation
import Postgres

/// A message that failed and is due again.
struct RetryRow: Sendable {
    let handler: String
    let envelope: Envelope
    let body: [UInt8]
    /// The attempt that begins now, from 2.
    let attempt: Int
    let postponed: Int
}

enum RetryStore {
    /// Keeps failed deliveries to run again. A message that is kept already keeps its schedule.
    static func keep(_ items: [SetAside], in tx: isolated PostgresSession) throws {
        for item in items {
            guard case .again(let delay, let failure, let postponed) = item.disposition else { continue }
            let envelope = item.item.envelope
            try tx.execute(
                """
                INSERT INTO retry (handler, message_id, type, correlation_id, causation_id, subject, company_id,
                    department_id, aggregate_version, traceparent, body, occurred_at, attempt, postponed, due_at,
                    error_class, error)
                VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14,
                    now() + make_interval(secs => $15::float8), $16, $17)
                ON CONFLICT (handler, message_id) DO NOTHING
                """,
                item.item.handler.name,
                envelope.messageID,
                envelope.type,
                envelope.correlationID,
                envelope.causationID,
                envelope.subject,
                envelope.companyID,
                envelope.departmentID,
                envelope.aggregateVersion,
                envelope.traceparent,
                item.item.body,
                envelope.occurredAt,
                attemptsUsed(item.item, postponed),
                postponed,
                delay.seconds,
                failure.errorClass,
                failure.text
            )
        }
    }

    /// Sets the next run of a kept message that failed again.
    static func reschedule(
        _ item: WorkItem,
        after delay: Duration,
        failure: Failure,
        postponed: Int,
        in tx: isolated PostgresSession
    ) throws {
        try tx.execute(
            """
            UPDATE retry
            SET due_at = now() + make_interval(secs => $3::float8), failed_at = now(), attempt = $4, postponed = $5,
                error_class = $6, error = $7
            WHERE handler = $1 AND message_id = $2
            """,
            item.handler.name,
            item.envelope.messageID,
            delay.seconds,
            attemptsUsed(item, postponed),
            postponed,
            failure.errorClass,
            failure.text
        )
    }

    /// A run that ended in a wish for later was no attempt.
    private static func attemptsUsed(_ item: WorkItem, _ postponed: Int) -> Int {
        postponed > item.postponed ? item.attempt - 1 : item.attempt
    }

    /// The message was handled, or kept as a dead letter.
    static func forget(_ claims: [Claim], in tx: isolated PostgresSession) throws {
        guard !claims.isEmpty else { return }
        try tx.execute(
            """
            DELETE FROM retry USING unnest($1::uuid[], $2::text[]) AS done (message_id, handler)
            WHERE retry.message_id = done.message_id AND retry.handler = done.handler
            """,
            claims.map(\.messageID),
            claims.map(\.handler)
        )
    }

    /// Takes due messages and hides them from other replicas for `lease`, counting the attempt that begins: a crash
    /// in the middle is an attempt, and the message is due again when the lease ends.
    static func take(limit: Int, lease: Duration, in tx: isolated PostgresSession) throws -> [RetryRow] {
        let rows = try tx.query(
            """
            UPDATE retry SET attempt = attempt + 1, due_at = now() + make_interval(secs => $2::float8)
            WHERE (handler, message_id) IN (
                SELECT handler, message_id FROM retry WHERE due_at <= now()
                ORDER BY due_at LIMIT $1 FOR UPDATE SKIP LOCKED)
            RETURNING handler, message_id, type, correlation_id, causation_id, subject, company_id, department_id,
                aggregate_version, traceparent, body, occurred_at, attempt, postponed
            """,
            limit,
            lease.seconds
        )
        return try rows.map { row in
            var envelope = Envelope(
                messageID: try row.value(1, as: UUID.self),
                type: try row.value(2, as: String.self),
                correlationID: try row.value(3, as: UUID?.self),
                causationID: try row.value(4, as: UUID?.self),
                subject: try row.value(5, as: String?.self) ?? "",
                companyID: try row.value(6, as: UUID?.self),
                departmentID: try row.value(7, as: String?.self),
                aggregateVersion: try row.value(8, as: Int64?.self),
                traceparent: try row.value(9, as: String?.self)
            )
            envelope.occurredAt = try row.value(11, as: Date?.self) ?? envelope.occurredAt
            return RetryRow(
                handler: try row.value(0, as: String.self),
                envelope: envelope,
                body: try row.value(10, as: [UInt8].self),
                attempt: try row.value(12, as: Int.self),
                postponed: try row.value(13, as: Int.self)
            )
        }
    }
}
