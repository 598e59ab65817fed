import Foundation
import Messaging
import Postgres

/// Announced events as they were, to be sent again.
enum JournalStore {
    static func announced(by schema: String, in tx: isolated PostgresSession) throws -> [OutgoingMessage] {
        try tx.query(
            """
            SELECT message_id, type, correlation_id, causation_id, subject, company_id, department_id,
                aggregate_version, traceparent, body, occurred_at
            FROM public.announced($1) ORDER BY message_id
            """,
            schema
        ).map { row in
            let envelope = Envelope(
                messageID: try row.value(0),
                type: try row.value(1),
                correlationID: try row.value(2, as: UUID.self),
                causationID: try row.value(3, as: UUID?.self),
                subject: try row.value(4),
                companyID: try row.value(5, as: UUID?.self),
                departmentID: try row.value(6, as: String?.self),
                aggregateVersion: try row.value(7, as: Int64?.self),
                traceparent: try row.value(8, as: String?.self),
                occurredAt: try row.value(10)
            )
            return OutgoingMessage(envelope: envelope, body: try row.value(9, as: [UInt8].self))
        }
    }
}
