import Foundation
import Postgres

/// Table `provider_state`: rate and breaker of each provider, shared by the replicas.
enum ProviderStateStore {
    enum Breaker: Sendable {
        case closed, open
    }

    /// Moments reserved for calls; none while the provider may not be called.
    struct Reservation: Sendable {
        /// The first moment, by the database's clock; nil: not now.
        var first: Date?
        var count: Int
        var serverTime: Date
        var breaker: Breaker
    }

    /// Reserves up to `count` moments, `terms.spacing` apart, after all that were reserved before. With the breaker
    /// half open, one call is let through to probe.
    static func reserve(
        _ count: Int,
        of terms: ProviderTerms,
        in tx: isolated PostgresSession
    ) throws -> Reservation {
        if let reservation = try take(count, terms, in: tx) { return reservation }
        // Not now, or no row yet. Another replica may make the first row at this very moment, so only a second try tells.
        try tx.execute(
            "INSERT INTO provider_state (provider) VALUES ($1) ON CONFLICT (provider) DO NOTHING",
            terms.name
        )
        if let reservation = try take(count, terms, in: tx) { return reservation }
        if let refusal = try refusal(terms, in: tx) { return refusal }
        return Reservation(first: nil, count: 0, serverTime: Date(), breaker: .closed)
    }

    private static func take(
        _ count: Int,
        _ terms: ProviderTerms,
        in tx: isolated PostgresSession
    ) throws -> Reservation? {
        let rows = try tx.query(
            """
            UPDATE provider_state SET
                next_call_at = greatest(next_call_at, clock_timestamp(), coalesce(retry_after, '-infinity'))
                    + $3::interval * CASE WHEN failures >= $4 THEN 1 ELSE $2 END,
                open_until = CASE WHEN failures >= $4 THEN clock_timestamp() + $5::interval END,
                calls = CASE WHEN day = current_date THEN calls ELSE 0 END
                    + CASE WHEN failures >= $4 THEN 1 ELSE $2 END,
                spent_cents = CASE WHEN day = current_date THEN spent_cents ELSE 0 END,
                day = current_date
            WHERE provider = $1 AND coalesce(open_until, '-infinity') <= clock_timestamp()
                AND coalesce(retry_after, '-infinity') <= clock_timestamp() + $6::interval
            RETURNING CASE WHEN failures >= $4 THEN 1 ELSE $2 END::bigint,
                next_call_at - $3::interval * CASE WHEN failures >= $4 THEN 1 ELSE $2 END, clock_timestamp()
            """,
            terms.name,
            count,
            terms.spacing,
            ProviderTerms.failuresAllowed,
            ProviderTerms.probe,
            ProviderTerms.patience
        )
        return try rows.first.map { row in
            let (granted, first, serverTime) = try row.decode(Int.self, Date.self, Date.self)
            return Reservation(first: first, count: granted, serverTime: serverTime, breaker: .closed)
        }
    }

    /// Why nothing could be taken; nil if the provider has no row.
    private static func refusal(_ terms: ProviderTerms, in tx: isolated PostgresSession) throws -> Reservation? {
        let rows = try tx.query(
            """
            SELECT coalesce(open_until, '-infinity') > clock_timestamp(), clock_timestamp()
            FROM provider_state WHERE provider = $1
            """,
            terms.name
        )
        return try rows.first.map { row in
            let (isOpen, serverTime) = try row.decode(Bool.self, Date.self)
            return Reservation(first: nil, count: 0, serverTime: serverTime, breaker: isOpen ? .open : .closed)
        }
    }

    static func succeeded(_ terms: ProviderTerms, in tx: isolated PostgresSession) throws {
        try tx.enqueue(
            """
            UPDATE provider_state SET failures = 0, open_until = NULL
            WHERE provider = $1 AND (failures > 0 OR open_until IS NOT NULL)
            """,
            terms.name
        )
    }

    static func failed(_ terms: ProviderTerms, in tx: isolated PostgresSession) throws {
        try tx.enqueue(
            """
            UPDATE provider_state SET
                failures = failures + 1,
                open_until = CASE WHEN failures + 1 >= $2 THEN clock_timestamp() + $3::interval END
            WHERE provider = $1
            """,
            terms.name,
            ProviderTerms.failuresAllowed,
            terms.breaker
        )
    }

    /// Nobody calls for `duration`: the provider asked for it.
    static func pause(
        _ terms: ProviderTerms,
        for duration: Duration,
        in tx: isolated PostgresSession
    ) throws {
        try tx.enqueue(
            """
            UPDATE provider_state SET
                retry_after = greatest(coalesce(retry_after, '-infinity'), clock_timestamp() + $2::interval)
            WHERE provider = $1
            """,
            terms.name,
            duration
        )
    }
}
