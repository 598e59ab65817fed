import Contracts
import Foundation
import Postgres

/// What the journals and inboxes say of a queue.
enum QueueStore {
    struct Kept: Sendable {
        let retries: Int
        let deadLetters: Int
    }

    /// By service.
    static func kept(in tx: isolated PostgresSession) throws -> [String: Kept] {
        let retries = try Dictionary(
            tx.query("SELECT schema, count(*) FROM msg.v_retry GROUP BY schema").map {
                try $0.decode(String.self, Int.self)
            },
            uniquingKeysWith: +
        )
        let dead = try Dictionary(
            tx.query("SELECT service, count(*) FROM msg.v_dead_letters WHERE state = 'open' GROUP BY service")
                .map { try $0.decode(String.self, Int.self) },
            uniquingKeysWith: +
        )
        return Dictionary(
            uniqueKeysWithValues: ServiceName.allCases.map { service in
                let kept = Kept(
                    retries: retries[service.plumbingSchema] ?? 0,
                    deadLetters: dead[service.rawValue] ?? 0
                )
                return (service.rawValue, kept)
            }
        )
    }

    struct Unhandled: Sendable {
        let messages: Int
        let oldest: Date?
    }

    /// Messages announced since `start` that `service` hears on the queue and has neither handled nor kept.
    static func unhandled(
        _ queue: Catalogue.Queue,
        since start: Date,
        in tx: isolated PostgresSession
    ) throws -> Unhandled {
        let announcers = Set(
            queue.types.flatMap { Catalogue.entry(of: $0)?.announcedBy ?? [] }.map(\.plumbingSchema)
        )
        let row = try tx.query(
            """
            SELECT count(*), min(j.occurred_at) FROM msg.v_journal AS j
            WHERE j.schema = ANY($1::text[]) AND j.occurred_at >= $2 AND j.type = ANY($3::text[])
                AND NOT EXISTS (
                    SELECT FROM msg.v_inbox AS i WHERE i.schema = $4 AND i.message_id = j.message_id)
                AND NOT EXISTS (
                    SELECT FROM msg.v_retry AS r WHERE r.schema = $4 AND r.message_id = j.message_id)
                AND NOT EXISTS (
                    SELECT FROM msg.v_dead_letters AS l WHERE l.service = $5 AND l.message_id = j.message_id)
            """,
            announcers.sorted(),
            start,
            queue.types,
            queue.service.plumbingSchema,
            queue.service.rawValue
        ).first
        let (count, oldest) = try row?.decode(Int.self, Date?.self) ?? (0, nil)
        return Unhandled(messages: count, oldest: oldest)
    }
}
