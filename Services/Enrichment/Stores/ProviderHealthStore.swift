import Foundation
import Postgres

/// Table `provider_state`: what is known of a provider's key, credits and switch.
enum ProviderHealthStore {
    /// A check that finds key and credits good ends a rest for want of either.
    static func save(_ result: ProviderCheck.Result, in tx: isolated PostgresSession) throws {
        let isGood = result.error == nil && result.key != .refused && result.creditsLeft ?? 1 > 0
        try tx.enqueue(
            """
            INSERT INTO provider_state AS old (provider, configured, key_state, credits_left, checked_at, last_error,
                last_error_at)
            VALUES ($1, true, $2, $3, $4, left($5, 300), CASE WHEN $5::text IS NOT NULL THEN $4::timestamptz END)
            ON CONFLICT (provider) DO UPDATE SET
                configured = true, key_state = excluded.key_state, credits_left = excluded.credits_left,
                checked_at = excluded.checked_at,
                last_error = coalesce(excluded.last_error, old.last_error),
                last_error_at = coalesce(excluded.last_error_at, old.last_error_at),
                exhausted_until = CASE WHEN $6 AND old.rest_reason IN ('no_credits', 'bad_key') THEN NULL
                    ELSE old.exhausted_until END
            """,
            result.provider,
            result.key.rawValue,
            result.creditsLeft.map { Int64($0) },
            result.at,
            result.error,
            isGood
        )
    }

    /// No address or no key in this installation.
    static func isMissing(_ provider: String, in tx: isolated PostgresSession) throws {
        try tx.enqueue(
            """
            INSERT INTO provider_state (provider, configured, key_state) VALUES ($1, false, 'missing')
            ON CONFLICT (provider) DO UPDATE SET configured = false, key_state = 'missing'
            """,
            provider
        )
    }

    static func stop(_ provider: String, in tx: isolated PostgresSession) throws {
        try tx.enqueue(
            """
            INSERT INTO provider_state (provider, stopped_at) VALUES ($1, now())
            ON CONFLICT (provider) DO UPDATE SET stopped_at = coalesce(provider_state.stopped_at, now())
            """,
            provider
        )
    }

    static func start(_ provider: String, in tx: isolated PostgresSession) throws {
        try tx.enqueue("UPDATE provider_state SET stopped_at = NULL WHERE provider = $1", provider)
    }
}
