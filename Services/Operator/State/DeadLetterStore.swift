import Foundation
import Postgres

/// Messages that could not be handled.
enum DeadLetterStore {
    struct Letter: Encodable, Sendable {
        let id: UUID
        let handler: String
        let messageId: UUID
        let type: String
        let reason: String
        let errorClass: String?
        let attempts: Int
        let failedAt: Date
    }

    static func open(limit: Int, in tx: isolated PostgresSession) throws -> [Letter] {
        try tx.query(
            """
            SELECT id, handler, message_id, type, reason, error_class, attempts, failed_at FROM msg.v_dead_letters
            WHERE state = 'open' ORDER BY failed_at DESC, id LIMIT $1
            """,
            limit
        ).map { row in
            let (id, handler, message, type, reason, kind, attempts, at) = try row.decode(
                UUID.self,
                String.self,
                UUID.self,
                String.self,
                String.self,
                String?.self,
                Int.self,
                Date.self
            )
            return Letter(
                id: id,
                handler: handler,
                messageId: message,
                type: type,
                reason: reason,
                errorClass: kind,
                attempts: attempts,
                failedAt: at
            )
        }
    }
}
