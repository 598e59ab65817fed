import Foundation
import FrenchBusiness
import Postgres

/// Table `provider_calls`: the ledger.
enum CallStore {
    static func append(_ call: ProviderCall, in tx: isolated PostgresSession) throws {
        try tx.enqueue(
            """
            INSERT INTO provider_calls (id, provider, siren, operation, at, status, outcome, duration_ms)
            VALUES ($1, $2, $3, 'by_siren', $4, $5, $6, $7)
            """,
            call.id,
            call.provider,
            call.siren.text,
            call.at,
            call.status,
            call.outcome.rawValue,
            call.durationMs
        )
    }

    /// Removes lines older than `limit` rows allow for at once; what a call cost is summed by day elsewhere.
    static func throwAway(before moment: Date, limit: Int, in tx: isolated PostgresSession) throws {
        try tx.enqueue(
            """
            DELETE FROM provider_calls WHERE ctid = ANY(ARRAY(
                SELECT ctid FROM provider_calls WHERE at < $1 LIMIT $2::bigint))
            """,
            moment,
            limit
        )
    }
}
