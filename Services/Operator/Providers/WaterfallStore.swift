import Foundation
import Postgres

/// What enrichment publishes of its waterfall, and what its last looks called.
enum WaterfallStore {
    struct Published: Encodable, Sendable {
        let version: Int
        let actor: String
        let publishedAt: Date
        /// JSON
        let document: String
    }

    static func current(in tx: isolated PostgresSession) throws -> Published {
        let rows = try tx.query(
            """
            SELECT version::bigint, actor, published_at, jsonb_pretty(body) FROM enrichment.v_waterfalls
            ORDER BY version DESC LIMIT 1
            """
        )
        guard let row = rows.first else { throw OperatorError("There is no waterfall. Has `filon migrate` run?") }
        let (version, actor, publishedAt, document) = try row.decode(Int.self, String.self, Date.self, String.self)
        return Published(version: version, actor: actor, publishedAt: publishedAt, document: document)
    }

    /// Companies whose last look is known, at most 10,000.
    static func looked(in tx: isolated PostgresSession) throws -> Int {
        try tx.query(
            "SELECT least(10000, count(*))::bigint FROM (SELECT FROM enrichment.v_dossiers LIMIT 10000) AS d"
        ).first?.value(0, as: Int.self) ?? 0
    }

    /// The steps in order, with how many of the last looks each of them called.
    static func steps(in tx: isolated PostgresSession) throws -> [LookupPlan.Step] {
        let rows = try tx.query(
            """
            WITH trails AS (
                SELECT t ->> 'provider' AS provider, t ->> 'question' AS question, count(*) AS calls
                FROM (SELECT record FROM enrichment.v_dossiers ORDER BY facts_at DESC LIMIT 10000) AS d,
                    jsonb_array_elements(d.record -> 'trail') AS t
                WHERE t ->> 'outcome' IN ('found', 'not_found', 'kept', 'partial') GROUP BY 1, 2)
            SELECT step ->> 'provider', step ->> 'question', (step ->> 'priceCents')::bigint,
                (step ->> 'perDayCents')::bigint, (step ->> 'perDayCalls')::bigint,
                (step ->> 'onlyWhenAsked')::boolean, coalesce(trails.calls, 0),
                CASE WHEN step ->> 'question' = 'file'
                    THEN EXISTS (SELECT FROM enrichment.v_ratio_loads AS l WHERE l.is_current)
                    ELSE coalesce(state.configured, true) AND state.stopped_at IS NULL END,
                step ->> 'question' = 'file'
            FROM (SELECT body FROM enrichment.v_waterfalls ORDER BY version DESC LIMIT 1) AS w
            CROSS JOIN jsonb_array_elements(w.body -> 'steps') WITH ORDINALITY AS s (step, place)
            LEFT JOIN trails ON trails.provider = step ->> 'provider' AND trails.question = step ->> 'question'
            LEFT JOIN enrichment.v_provider_state AS state ON state.provider = step ->> 'provider'
            ORDER BY place
            """
        )
        return try rows.map { row in
            LookupPlan.Step(
                provider: try row.value(0),
                question: try row.value(1),
                priceCents: try row.value(2, as: Int.self),
                perDayCents: try row.value(3, as: Int?.self),
                perDayCalls: try row.value(4, as: Int?.self),
                isOnRequest: try row.value(5),
                observed: try row.value(6, as: Int.self),
                isReady: try row.value(7),
                isFile: try row.value(8)
            )
        }
    }
}
