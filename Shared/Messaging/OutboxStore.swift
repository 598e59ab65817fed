import Foundation
import Postgres

/// An event that is committed and waits for the broker's confirm.
struct OutboxRow: Sendable {
    let seq: Int64
    let message: OutgoingMessage
    /// Publishings that the broker did not take.
    var attempts = 0
    /// Publishings in a row that ended without an answer.
    var unanswered = 0
}

enum OutboxStore {
    /// Stores events with their journal rows, for `relay` to publish after the commit.
    static func store(
        _ messages: [OutgoingMessage],
        relay: UUID,
        in tx: isolated PostgresSession
    ) throws -> [OutboxRow] {
        guard !messages.isEmpty else { return [] }
        let envelopes = messages.map(\.envelope)
        let rows = try tx.query(
            """
            WITH event AS (
                SELECT * FROM unnest(
                    $1::uuid[], $2::text[], $3::text[], $4::uuid[], $5::uuid[], $6::text[], $7::uuid[], $8::text[],
                    $9::bigint[], $10::text[], $11::bytea[], $12::timestamptz[])
                AS e (message_id, type, target, correlation_id, causation_id, subject, company_id, department_id,
                    aggregate_version, traceparent, body, occurred_at)
            ), journaled AS (
                INSERT INTO journal (message_id, type, correlation_id, causation_id, subject, company_id,
                    department_id, aggregate_version, traceparent, body, occurred_at)
                SELECT message_id, type, correlation_id, causation_id, subject, company_id,
                    department_id, aggregate_version, traceparent, body, occurred_at
                FROM event
            )
            INSERT INTO outbox (message_id, type, target, correlation_id, causation_id, subject, company_id,
                department_id, aggregate_version, traceparent, body, occurred_at, relay)
            SELECT message_id, type, target, correlation_id, causation_id, subject, company_id,
                department_id, aggregate_version, traceparent, body, occurred_at, $13::uuid
            FROM event
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
            relay
        )
        var seqs: [UUID: Int64] = [:]
        seqs.reserveCapacity(rows.count)
        for row in rows {
            let (seq, id) = try row.decode(Int64.self, UUID.self)
            seqs[id] = seq
        }
        return messages.compactMap { message in
            seqs[message.envelope.messageID].map { OutboxRow(seq: $0, message: message) }
        }
    }

    /// Removes what the broker has confirmed.
    static func remove(_ seqs: [Int64], in tx: isolated PostgresSession) throws {
        try tx.execute("DELETE FROM outbox WHERE seq = ANY($1::bigint[])", seqs.sorted())
    }

    /// Gives a row up for later, by whichever instance, because the broker did not take it.
    static func postpone(
        _ seqs: [Int64],
        by delay: Duration,
        error: String,
        in tx: isolated PostgresSession
    ) throws {
        try tx.execute(
            """
            UPDATE outbox
            SET relay = NULL, attempts = attempts + 1, last_error = $3,
                due_at = now() + make_interval(secs => $2::float8)
            WHERE seq = ANY($1::bigint[])
            """,
            seqs.sorted(),
            delay.seconds,
            error
        )
    }

    /// Gives rows up that must not go now, which is nobody's fault and counts as no attempt.
    static func release(_ seqs: [Int64], in tx: isolated PostgresSession) throws {
        try tx.execute("UPDATE outbox SET relay = NULL WHERE seq = ANY($1::bigint[])", seqs.sorted())
    }

    /// Takes over due rows whose relay is gone or that nobody has, but for types that are held back.
    static func adopt(
        by relay: UUID,
        holding held: [String],
        limit: Int,
        in tx: isolated PostgresSession
    ) throws -> [OutboxRow] {
        let rows = try tx.query(
            """
            WITH chosen AS MATERIALIZED (
                SELECT seq FROM outbox AS o
                WHERE due_at <= now() AND relay IS DISTINCT FROM $1::uuid AND type <> ALL($3::text[])
                    AND NOT EXISTS (
                        SELECT 1 FROM relay AS r
                        WHERE r.instance = o.relay AND r.seen_at > now() - interval '10 seconds')
                ORDER BY seq LIMIT $2
                FOR UPDATE SKIP LOCKED)
            UPDATE outbox SET relay = $1 FROM chosen WHERE outbox.seq = chosen.seq
            RETURNING outbox.seq, attempts, message_id, type, target, correlation_id, causation_id, subject, company_id,
                department_id, aggregate_version, traceparent, body, occurred_at, replay, repeats
            """,
            relay,
            limit,
            held
        )
        return try rows.map(decode).sorted { $0.seq < $1.seq }
    }

    /// Own rows that are not in memory: the buffer was full when they were committed, or their commit was not known
    /// to have happened.
    static func reload(
        of relay: UUID,
        except inHand: [Int64],
        limit: Int,
        in tx: isolated PostgresSession
    ) throws -> [OutboxRow] {
        let rows = try tx.query(
            """
            SELECT seq, attempts, message_id, type, target, correlation_id, causation_id, subject, company_id,
                department_id, aggregate_version, traceparent, body, occurred_at, replay, repeats
            FROM outbox
            WHERE relay = $1 AND due_at <= now() AND seq <> ALL($2::bigint[])
            ORDER BY seq LIMIT $3
            """,
            relay,
            inHand,
            limit
        )
        return try rows.map(decode)
    }

    /// What waits in the outbox, counted up to a limit.
    struct Waiting: Sendable, Equatable {
        var rows: Int
        /// Those of types that are held back.
        var held: Int
        /// Age of the oldest row that should have gone, in seconds.
        var oldestSeconds: Double
    }

    static func waiting(
        holding held: [String],
        upTo limit: Int,
        in tx: isolated PostgresSession
    ) throws -> Waiting {
        let rows = try tx.query(
            """
            SELECT count(*), count(*) FILTER (WHERE type = ANY($2::text[])), (
                SELECT COALESCE(extract(epoch FROM now() - min(occurred_at)), 0)::float8 FROM (
                    SELECT occurred_at FROM outbox WHERE due_at <= now() AND type <> ALL($2::text[])
                    ORDER BY seq LIMIT 1) AS oldest)
            FROM (SELECT type FROM outbox ORDER BY seq LIMIT $1) AS waiting
            """,
            limit,
            held
        )
        let (count, heldBack, age) = try rows.first?.decode(Int.self, Int.self, Double.self) ?? (0, 0, 0)
        return Waiting(rows: count, held: heldBack, oldestSeconds: age)
    }

    private static func decode(_ row: PostgresRow) throws -> OutboxRow {
        var envelope = Envelope(
            messageID: try row.value(2, as: UUID.self),
            type: try row.value(3, as: String.self),
            subject: try row.value(7, as: String.self)
        )
        envelope.correlationID = try row.value(5, as: UUID.self)
        envelope.causationID = try row.value(6, as: UUID?.self)
        envelope.companyID = try row.value(8, as: UUID?.self)
        envelope.departmentID = try row.value(9, as: String?.self)
        envelope.aggregateVersion = try row.value(10, as: Int64?.self)
        envelope.traceparent = try row.value(11, as: String?.self)
        envelope.occurredAt = try row.value(13, as: Date.self)
        if let run = try row.value(14, as: UUID?.self) {
            envelope.replay = Envelope.Replay(run: run, repeats: try row.value(15, as: UUID?.self))
        }
        let message = OutgoingMessage(
            envelope: envelope,
            target: try row.value(4, as: String?.self),
            body: try row.value(12, as: [UInt8].self)
        )
        return OutboxRow(
            seq: try row.value(0, as: Int64.self),
            message: message,
            attempts: try row.value(1, as: Int.self)
        )
    }
}

extension Duration {
    /// Whole and fractional seconds.
    var seconds: Double { Double(components.seconds) + Double(components.attoseconds) / 1e18 }
}
