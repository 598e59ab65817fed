import Contracts
import Foundation
import Messaging
import Postgres

/// What became of messages: inboxes, retries and dead letters of every service.
enum StoryStore {
    /// The story of a correlation id, or the one that a message belongs to; the newest messages where there are many.
    static func story(_ id: UUID, limit: Int, in tx: isolated PostgresSession) throws -> Story? {
        let now = Date()
        var filter = JournalFilter(
            from: now.addingTimeInterval(-JournalFilter.reach),
            until: now.addingTimeInterval(3_600)
        )
        filter.correlation = id
        var entries = try JournalStore.search(filter, limit: limit, in: tx)
        if entries.isEmpty {
            filter.correlation = nil
            filter.ids = [id]
            guard let one = try JournalStore.search(filter, limit: 1, in: tx).first else { return nil }
            filter.ids = []
            filter.correlation = one.envelope.correlationID
            entries = try JournalStore.search(filter, limit: limit, in: tx)
        }
        return Story(
            entries: entries.reversed(),
            handlings: try handlings(of: entries.map(\.envelope.messageID), in: tx)
        )
    }

    static func handlings(of ids: [UUID], in tx: isolated PostgresSession) throws -> [Story.Handling] {
        let handled = try tx.query(
            "SELECT message_id, schema, handler, received_at FROM msg.v_inbox WHERE message_id = ANY($1::uuid[])",
            ids
        ).map { row in
            let (id, schema, handler, at) = try row.decode(UUID.self, String.self, String.self, Date.self)
            return Story.Handling(messageID: id, schema: schema, handler: handler, at: at, state: .handled)
        }
        let retrying = try tx.query(
            """
            SELECT message_id, schema, handler, failed_at, attempt, error_class || ': ' || error FROM msg.v_retry
            WHERE message_id = ANY($1::uuid[])
            """,
            ids
        ).map { row in
            let (id, schema, handler, at, attempts, error) = try row.decode(
                UUID.self,
                String.self,
                String.self,
                Date.self,
                Int.self,
                String.self
            )
            return Story.Handling(
                messageID: id,
                schema: schema,
                handler: handler,
                at: at,
                state: .retrying(attempts: attempts, error: error)
            )
        }
        return handled + retrying + (try dead(ids, in: tx))
    }

    /// Those that were resolved show as handled, by the inbox.
    private static func dead(_ ids: [UUID], in tx: isolated PostgresSession) throws -> [Story.Handling] {
        try tx.query(
            """
            SELECT message_id, service, handler, failed_at, id, state, coalesce(error_class || ': ', '') || reason
            FROM msg.v_dead_letters WHERE message_id = ANY($1::uuid[]) AND state <> 'resolved'
            """,
            ids
        ).map { row in
            let (id, service, handler, at, letter, state, error) = try row.decode(
                UUID.self,
                String.self,
                String.self,
                Date.self,
                UUID.self,
                String.self,
                String.self
            )
            return Story.Handling(
                messageID: id,
                schema: ServiceName(rawValue: service)?.plumbingSchema ?? service,
                handler: handler,
                at: at,
                state: .dead(letter: letter, state: state, error: error)
            )
        }
    }
}
