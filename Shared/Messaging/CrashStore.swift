import Foundation
import Postgres

/// Marks around a suspect: a message whose earlier deliveries ended with the process.
enum CrashStore {
    /// Records that the message is about to run alone. Committed before it runs, so that the mark survives a crash.
    /// - Returns: how often it was run alone and did not come back, before this time.
    static func mark(_ claim: Claim, in tx: isolated PostgresSession) throws -> Int {
        let rows = try tx.query(
            """
            INSERT INTO crash_mark (handler, message_id) VALUES ($1, $2)
            ON CONFLICT (handler, message_id)
            DO UPDATE SET attempts = crash_mark.attempts + 1, marked_at = now()
            RETURNING attempts - 1
            """,
            claim.handler,
            claim.messageID
        )
        return try rows.first?.value(0, as: Int.self) ?? 0
    }

    static func clear(_ claims: [Claim], in tx: isolated PostgresSession) throws {
        for claim in claims {
            try tx.execute(
                "DELETE FROM crash_mark WHERE handler = $1 AND message_id = $2",
                claim.handler,
                claim.messageID
            )
        }
    }
}
