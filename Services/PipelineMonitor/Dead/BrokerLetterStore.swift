import Contracts
import Foundation
import Postgres

/// Buries what the broker gave up, beside what services bury themselves.
enum BrokerLetterStore {
    /// A message without an identity gets one that is made of it, so that a second delivery of the same is no second
    /// letter.
    static func bury(_ letters: [BrokerLetter], now: Date, in tx: isolated PostgresSession) throws {
        for letter in letters {
            let headers = try Wire.encode(letter.headers)
            try tx.query(
                """
                SELECT msg.bury($1, $2, coalesce($3::uuid, md5($8::bytea || $10::bytea)::uuid), $4, $5, $6, $7,
                    md5($2 || $7), 0, $11, $12, $9, $10, $13, $14, $15, $16)
                """,
                UUIDv7.make(at: now),
                letter.queue,
                letter.messageID,
                letter.service,
                letter.type,
                letter.reason,
                "broker_" + letter.cause,
                headers,
                JSONB(headers),
                letter.body,
                letter.diedAt ?? now,
                now,
                letter.correlationID,
                letter.companyID,
                letter.leadID,
                letter.department
            )
        }
    }
}
