import Foundation
import Postgres

/// A message that failed and is due again.
struct RetryRow: Sendable {
    /// Who failed: a handler, or a queue that had none for the type.
    let keptAs: String
    let envelope: Envelope
    let body: [UInt8]
    /// The attempt that begins now, from 2.
    let attempt: Int
    let postponed: Int
    /// Times it was taken, this one included, since an attempt last came to an end.
    let starts: Int

    var key: Claim { Claim(messageID: envelope.messageID, handler: keptAs) }
}

enum RetryStore {
    /// Keeps failed deliveries to run again. A message that is kept already keeps its schedule.
    static func keep(_ items: [SetAside], in tx: isolated PostgresSession) throws {
        let kept = items.compactMap { one -> (item: WorkItem, delay: Duration, failure: Failure, postponed: Int)? in
            guard case .again(let delay, let failure, let postponed) = one.disposition else { return nil }
            return (one.item, delay, failure, postponed)
        }
        guard !kept.isEmpty else { return }
        let envelopes = kept.map(\.item.envelope)
        try tx.execute(
            """
            INSERT INTO retry (handler, message_id, type, correlation_id, causation_id, subject, company_id,
                department_id, aggregate_version, traceparent, body, occurred_at, attempt, postponed, error_class,
                error, replay, repeats, due_at)
            SELECT handler, message_id, type, correlation_id, causation_id, subject, company_id, department_id,
                aggregate_version, traceparent, body, occurred_at, attempt, postponed, error_class, error, replay,
                repeats, now() + make_interval(secs => delay)
            FROM unnest(
                $1::text[], $2::uuid[], $3::text[], $4::uuid[], $5::uuid[], $6::text[], $7::uuid[], $8::text[],
                $9::bigint[], $10::text[], $11::bytea[], $12::timestamptz[], $13::int[], $14::int[], $15::text[],
                $16::text[], $17::float8[], $18::uuid[], $19::uuid[])
            AS failed (handler, message_id, type, correlation_id, causation_id, subject, company_id, department_id,
                aggregate_version, traceparent, body, occurred_at, attempt, postponed, error_class, error, delay,
                replay, repeats)
            ON CONFLICT (handler, message_id) DO NOTHING
            """,
            kept.map(\.item.handler.name),
            envelopes.map(\.messageID),
            envelopes.map(\.type),
            envelopes.map(\.correlationID),
            envelopes.map(\.causationID),
            envelopes.map(\.subject),
            envelopes.map(\.companyID),
            envelopes.map(\.departmentID),
            envelopes.map(\.aggregateVersion),
            envelopes.map(\.traceparent),
            kept.map(\.item.body),
            envelopes.map(\.occurredAt),
            kept.map { Int32(attemptsUsed($0.item, $0.postponed)) },
            kept.map { Int32($0.postponed) },
            kept.map(\.failure.errorClass),
            kept.map(\.failure.text),
            kept.map(\.delay.seconds),
            envelopes.map { $0.replay?.run },
            envelopes.map { $0.replay?.repeats }
        )
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
                error_class = $6, error = $7, starts = 0, taken_by = NULL
            WHERE handler = $1 AND message_id = $2
            """,
            item.retryKey.handler,
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

    /// The messages were handled, or kept as dead letters.
    static func forget(_ keys: [Claim], in tx: isolated PostgresSession) throws {
        guard !keys.isEmpty else { return }
        try tx.execute(
            """
            DELETE FROM retry USING unnest($1::uuid[], $2::text[]) AS done (message_id, handler)
            WHERE retry.message_id = done.message_id AND retry.handler = done.handler
            """,
            keys.map(\.messageID),
            keys.map(\.handler)
        )
    }

    /// Takes due messages and hides them from other replicas for `lease`, or until `instance` shows no life, noting
    /// that they begin. What begins and never ends took its process with it, so it is taken alone from then on.
    /// - Parameter suspects: one that began before and did not end, instead of those that never did.
    static func take(
        by instance: UUID,
        limit: Int,
        suspects: Bool,
        lease: Duration,
        in tx: isolated PostgresSession
    ) throws -> [RetryRow] {
        let rows = try tx.query(
            """
            WITH chosen AS MATERIALIZED (
                SELECT handler, message_id FROM retry AS kept
                WHERE (starts > 0) = $3 AND (due_at <= now() OR taken_by <> $4 AND NOT EXISTS (
                    SELECT 1 FROM relay AS r
                    WHERE r.instance = kept.taken_by AND r.seen_at > now() - interval '10 seconds'))
                ORDER BY due_at LIMIT $1 FOR UPDATE SKIP LOCKED)
            UPDATE retry
            SET starts = starts + 1, taken_by = $4, due_at = now() + make_interval(secs => $2::float8)
            FROM chosen WHERE retry.handler = chosen.handler AND retry.message_id = chosen.message_id
            RETURNING retry.handler, retry.message_id, type, correlation_id, causation_id, subject, company_id, department_id,
                aggregate_version, traceparent, body, occurred_at, attempt + 1, postponed, starts, replay, repeats
            """,
            suspects ? 1 : limit,
            lease.seconds,
            suspects,
            instance
        )
        return try rows.map(decode)
    }

    /// Gives back what stopped with the service before an outcome was recorded: due at once, and nothing counted.
    static func release(_ keys: [Claim], in tx: isolated PostgresSession) throws {
        guard !keys.isEmpty else { return }
        try tx.execute(
            """
            UPDATE retry SET starts = greatest(0, starts - 1), due_at = now(), taken_by = NULL
            FROM unnest($1::uuid[], $2::text[]) AS left_over (message_id, handler)
            WHERE retry.message_id = left_over.message_id AND retry.handler = left_over.handler AND starts > 0
            """,
            keys.map(\.messageID),
            keys.map(\.handler)
        )
    }

    private static func decode(_ row: PostgresRow) throws -> RetryRow {
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
        if let run = try row.value(15, as: UUID?.self) {
            envelope.replay = Envelope.Replay(run: run, repeats: try row.value(16, as: UUID?.self))
        }
        return RetryRow(
            keptAs: try row.value(0, as: String.self),
            envelope: envelope,
            body: try row.value(10, as: [UInt8].self),
            attempt: try row.value(12, as: Int.self),
            postponed: try row.value(13, as: Int.self),
            starts: try row.value(14, as: Int.self)
        )
    }
}
