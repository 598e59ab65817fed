import Foundation
import Postgres

/// What enrichment publishes of its providers.
enum ProviderStore {
    /// In the order of the waterfall, those in none last.
    static func all(in tx: isolated PostgresSession) throws -> [ProviderState] {
        let rows = try tx.query(
            """
            WITH steps AS (
                SELECT step ->> 'provider' AS provider, min(place)::bigint AS place,
                    max((step ->> 'priceCents')::bigint) AS price, min((step ->> 'perDayCents')::bigint) AS ceiling
                FROM (SELECT body FROM enrichment.v_waterfalls ORDER BY version DESC LIMIT 1) AS w,
                    jsonb_array_elements(w.body -> 'steps') WITH ORDINALITY AS s (step, place)
                GROUP BY 1)
            SELECT coalesce(steps.provider, state.provider), steps.place, state.key_state, state.credits_left,
                state.checked_at, coalesce(steps.price, 0), steps.ceiling,
                CASE WHEN state.day = current_date THEN state.calls ELSE 0 END,
                CASE WHEN state.day = current_date THEN state.spent_cents ELSE 0 END,
                state.last_success_at, state.last_error, state.last_error_at,
                CASE WHEN state.stopped_at IS NOT NULL THEN 'stopped'
                    WHEN state.configured = false THEN 'not_configured'
                    WHEN state.exhausted_until > now() THEN 'resting'
                    WHEN state.open_until > now() THEN 'breaker_open'
                    WHEN state.retry_after > now() THEN 'waiting'
                    ELSE 'ready' END,
                CASE WHEN state.exhausted_until > now() THEN state.rest_reason END,
                CASE WHEN state.stopped_at IS NULL THEN
                    nullif(greatest(state.exhausted_until, state.open_until, state.retry_after, now()), now()) END
            FROM steps FULL JOIN enrichment.v_provider_state AS state USING (provider)
            ORDER BY steps.place NULLS LAST, 1
            """
        )
        return try rows.map { row in
            ProviderState(
                provider: try row.value(0),
                place: try row.value(1, as: Int?.self),
                key: try row.value(2),
                creditsLeft: try row.value(3),
                checkedAt: try row.value(4),
                priceCents: try row.value(5, as: Int.self),
                callsToday: try row.value(7),
                spentTodayCents: try row.value(8),
                perDayCents: try row.value(6, as: Int?.self),
                lastSuccessAt: try row.value(9),
                lastError: try row.value(10),
                lastErrorAt: try row.value(11),
                state: try row.value(12),
                reason: try row.value(13),
                nextTryAt: try row.value(14)
            )
        }
    }
}
