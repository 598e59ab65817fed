import Contracts
import Foundation
import Postgres

/// Runs and their frozen sets.
enum ReplayStore {
    /// Writes a run down with its set, numbered in order. Runs older than the journal are forgotten.
    static func create(_ run: ReplayRun, _ messages: [FrozenMessage], in tx: isolated PostgresSession) throws {
        try tx.execute("DELETE FROM msg.replays WHERE requested_at < now() - interval '31 days'")
        try tx.execute(
            """
            INSERT INTO msg.replays (id, kind, service, selection, parameters, messages, set_hash, rate_per_second,
                ramp_seconds, requested_by, requested_at)
            SELECT $1, $2, $3, $4, $5, cardinality($6::uuid[]),
                encode(sha256(convert_to(array_to_string($6::uuid[], ','), 'UTF8')), 'hex'), $7, $8, $9, $10
            """,
            run.id,
            run.kind.rawValue,
            run.service?.rawValue,
            run.selection,
            try run.parameters.map { JSONB(try Wire.encode($0)) },
            messages.map(\.originalID),
            run.rate,
            run.ramp,
            ReplayRun.actor,
            run.requestedAt
        )
        try tx.execute(
            """
            INSERT INTO msg.replay_messages (replay_id, position, message_id, original_id, letter_id, service, type,
                subject, schema, occurred_at)
            SELECT $1, place, message_id, original_id, letter_id, service, type, subject, schema, occurred_at
            FROM unnest($2::uuid[], $3::uuid[], $4::uuid[], $5::text[], $6::text[], $7::text[], $8::text[],
                $9::timestamptz[])
            WITH ORDINALITY AS m (message_id, original_id, letter_id, service, type, subject, schema, occurred_at,
                place)
            """,
            run.id,
            messages.map(\.messageID),
            messages.map(\.originalID),
            messages.map(\.letterID),
            messages.map(\.service.rawValue),
            messages.map(\.type),
            messages.map(\.subject),
            messages.map(\.schema),
            messages.map(\.occurredAt)
        )
    }

    /// Takes open letters for a run, so that nobody else retries them.
    /// - Returns: those that were open until now.
    static func claim(_ letters: [UUID], for run: UUID, in tx: isolated PostgresSession) throws -> [UUID] {
        try tx.query(
            """
            UPDATE msg.dead_letter SET state = 'replaying', replay = $2
            WHERE id IN (SELECT id FROM msg.dead_letter WHERE id = ANY($1::uuid[]) AND state = 'open'
                ORDER BY id FOR UPDATE)
            RETURNING id
            """,
            letters,
            run
        ).values(as: UUID.self)
    }

    /// The next ones that wait, which count as sent from now on.
    static func next(_ run: UUID, limit: Int, in tx: isolated PostgresSession) throws -> [FrozenMessage] {
        try tx.query(
            """
            WITH chosen AS MATERIALIZED (
                SELECT position FROM msg.replay_messages
                WHERE replay_id = $1 AND state = 'waiting' AND EXISTS (
                    SELECT FROM msg.replays WHERE id = $1 AND state = 'running')
                ORDER BY position LIMIT $2 FOR UPDATE)
            UPDATE msg.replay_messages AS m SET state = 'sent'
            FROM chosen WHERE m.replay_id = $1 AND m.position = chosen.position
            RETURNING m.position, message_id, original_id, letter_id, service, type, subject, schema, occurred_at
            """,
            run,
            limit
        ).compactMap(frozen).sorted { $0.position < $1.position }
    }

    /// What cannot run although it was meant to.
    static func skip(_ run: UUID, _ position: Int, _ reason: String, in tx: isolated PostgresSession) throws {
        try tx.execute(
            "UPDATE msg.replay_messages SET state = 'skipped', error = $3 WHERE replay_id = $1 AND position = $2",
            run,
            position,
            reason
        )
    }

    static func progress(_ run: UUID, in tx: isolated PostgresSession) throws -> ReplayProgress {
        var progress = ReplayProgress()
        let rows = try tx.query(
            "SELECT state, count(*) FROM msg.replay_messages WHERE replay_id = $1 GROUP BY state",
            run
        )
        for row in rows {
            let (state, count) = try row.decode(String.self, Int.self)
            switch state {
            case "waiting": progress.waiting = count
            case "sent": progress.sent = count
            case "done": progress.done = count
            case "failed": progress.failed = count
            default: progress.skipped = count
            }
        }
        return progress
    }

    /// Whether messages of a run stand in the outbox: not sent, or sent and not yet removed.
    static func isUnsent(_ run: UUID, in tx: isolated PostgresSession) throws -> Bool {
        try tx.query("SELECT EXISTS (SELECT FROM outbox WHERE replay = $1)", run).first?.value(0, as: Bool.self)
            ?? false
    }

    /// Ends a run. Letters that it took and did not send are open again.
    static func end(_ run: UUID, _ state: String, _ note: String?, in tx: isolated PostgresSession) throws {
        try tx.execute(
            "UPDATE msg.replays SET state = $2, note = $3, ended_at = now() WHERE id = $1 AND state = 'running'",
            run,
            state,
            note
        )
        try tx.execute(
            """
            UPDATE msg.dead_letter AS l SET state = 'open'
            FROM msg.replay_messages AS m
            WHERE m.replay_id = $1 AND m.state IN ('waiting', 'skipped') AND l.id = m.letter_id AND l.replay = $1
                AND l.state = 'replaying'
            """,
            run
        )
    }

    /// A run that was another command's means is nobody's record.
    static func forget(_ run: UUID, in tx: isolated PostgresSession) throws {
        try tx.execute("DELETE FROM msg.replays WHERE id = $1", run)
    }

    /// Newest first; with an id, that one.
    static func runs(_ id: UUID?, limit: Int, in tx: isolated PostgresSession) throws -> [ReplayRun] {
        try tx.query(
            """
            SELECT id, kind, service, selection, rate_per_second, ramp_seconds, requested_at, state, messages, set_hash,
                note, parameters
            FROM msg.replays WHERE $1::uuid IS NULL OR id = $1 ORDER BY requested_at DESC, id DESC LIMIT $2
            """,
            id,
            limit
        ).compactMap { row in
            guard let kind = ReplayRun.Kind(rawValue: try row.value(1, as: String.self)) else { return nil }
            var run = ReplayRun(
                id: try row.value(0, as: UUID.self),
                kind: kind,
                service: try row.value(2, as: String?.self).flatMap(ServiceName.init(rawValue:)),
                selection: try row.value(3, as: String.self)
            )
            run.rate = try row.value(4, as: Double?.self)
            run.ramp = try row.value(5, as: Double?.self)
            run.requestedAt = try row.value(6, as: Date.self)
            run.state = try row.value(7, as: String.self)
            run.messages = try row.value(8, as: Int.self)
            run.setHash = try row.value(9, as: String.self)
            run.note = try row.value(10, as: String?.self)
            run.parameters = try row.value(11, as: JSONB?.self).map { try Wire.decode(JSONValue.self, from: $0.bytes) }
            return run
        }
    }

    /// Nil for a service that this release does not have.
    static func frozen(_ row: PostgresRow) throws -> FrozenMessage? {
        guard let service = ServiceName(rawValue: try row.value(4, as: String.self)) else { return nil }
        return FrozenMessage(
            position: try row.value(0, as: Int.self),
            messageID: try row.value(1, as: UUID.self),
            originalID: try row.value(2, as: UUID.self),
            letterID: try row.value(3, as: UUID?.self),
            service: service,
            type: try row.value(5, as: String.self),
            subject: try row.value(6, as: String?.self) ?? "",
            schema: try row.value(7, as: String?.self),
            occurredAt: try row.value(8, as: Date?.self) ?? Date()
        )
    }
}
