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
        /// Set: it rests, and why.
        var rest: (reason: ProviderError.Rest, until: Date?)?
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
        if let refusal = try refusal(count, terms, in: tx) { return refusal }
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
                AND coalesce(exhausted_until, '-infinity') <= clock_timestamp() AND stopped_at IS NULL
                AND CASE WHEN day = current_date THEN calls ELSE 0 END + $2 <= $7
            RETURNING CASE WHEN failures >= $4 THEN 1 ELSE $2 END::bigint,
                next_call_at - $3::interval * CASE WHEN failures >= $4 THEN 1 ELSE $2 END, clock_timestamp()
            """,
            terms.name,
            count,
            terms.spacing,
            ProviderTerms.failuresAllowed,
            ProviderTerms.probe,
            ProviderTerms.patience,
            Int64(terms.perDay ?? .max)
        )
        return try rows.first.map { row in
            let (granted, first, serverTime) = try row.decode(Int.self, Date.self, Date.self)
            return Reservation(first: first, count: granted, serverTime: serverTime, breaker: .closed)
        }
    }

    /// Why nothing could be taken; nil if the provider has no row.
    private static func refusal(
        _ count: Int,
        _ terms: ProviderTerms,
        in tx: isolated PostgresSession
    ) throws -> Reservation? {
        let rows = try tx.query(
            """
            SELECT coalesce(open_until, '-infinity') > clock_timestamp(), clock_timestamp(),
                CASE WHEN stopped_at IS NOT NULL THEN 'stopped'
                    WHEN exhausted_until > clock_timestamp() THEN rest_reason
                    WHEN CASE WHEN day = current_date THEN calls ELSE 0 END + $2 > $3 THEN 'day_calls' END,
                CASE WHEN stopped_at IS NOT NULL THEN NULL
                    WHEN exhausted_until > clock_timestamp() THEN exhausted_until
                    ELSE (current_date + 1)::timestamptz END
            FROM provider_state WHERE provider = $1
            """,
            terms.name,
            count,
            Int64(terms.perDay ?? .max)
        )
        return try rows.first.map { row in
            let (isOpen, serverTime, reason, until) = try row.decode(Bool.self, Date.self, String?.self, Date?.self)
            let rest = reason.flatMap { ProviderError.Rest(rawValue: $0) }.map { ($0, until) }
            return Reservation(
                first: nil,
                count: 0,
                serverTime: serverTime,
                breaker: isOpen ? .open : .closed,
                rest: rest
            )
        }
    }

    static func succeeded(_ terms: ProviderTerms, in tx: isolated PostgresSession) throws {
        try tx.enqueue(
            """
            UPDATE provider_state SET failures = 0, open_until = NULL, last_success_at = now()
            WHERE provider = $1
                AND (failures > 0 OR open_until IS NOT NULL OR last_success_at IS NULL OR last_success_at < now() - interval '1 minute')
            """,
            terms.name
        )
    }

    /// - Parameter error: without personal data; cut to 300 characters.
    static func failed(_ terms: ProviderTerms, _ error: String, in tx: isolated PostgresSession) throws {
        try tx.enqueue(
            """
            UPDATE provider_state SET
                failures = failures + 1,
                open_until = CASE WHEN failures + 1 >= $2 THEN clock_timestamp() + $3::interval END,
                last_error = left($4, 300), last_error_at = clock_timestamp()
            WHERE provider = $1
            """,
            terms.name,
            ProviderTerms.failuresAllowed,
            terms.breaker,
            error
        )
    }

    /// Nobody calls until `until`: no credits, or a key that is refused.
    static func rest(
        _ terms: ProviderTerms,
        _ reason: ProviderError.Rest,
        for duration: Duration,
        in tx: isolated PostgresSession
    ) throws {
        try tx.enqueue(
            """
            UPDATE provider_state SET
                exhausted_until = clock_timestamp() + $3::interval, rest_reason = $2,
                key_state = CASE WHEN $2 = 'bad_key' THEN 'refused' ELSE key_state END,
                last_error = $2, last_error_at = clock_timestamp()
            WHERE provider = $1
            """,
            terms.name,
            reason.rawValue,
            duration
        )
    }

    /// Those of `providers` whose rest was not announced today; they count as announced from now on.
    static func takeUntold(_ providers: [String], in tx: isolated PostgresSession) throws -> Set<String> {
        guard !providers.isEmpty else { return [] }
        return Set(
            try tx.query(
                """
                UPDATE provider_state SET told_on = current_date
                WHERE provider = ANY($1::text[]) AND told_on IS DISTINCT FROM current_date
                RETURNING provider
                """,
                providers
            ).values(as: String.self)
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
