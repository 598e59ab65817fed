import Contracts
import Foundation
import FrenchBusiness
import Postgres

/// What ingest and enrichment publish of one company.
enum HeldCompanyStore {
    static func company(_ siren: SIREN, in tx: isolated PostgresSession) throws -> HeldCompany? {
        try tx.query(
            """
            SELECT id, coalesce(name, trade_name), opposed_at IS NOT NULL FROM intake.v_companies
            WHERE siren = $1 AND withdrawn_at IS NULL
            """,
            siren.text
        ).first.map { row in
            HeldCompany(
                id: CompanyID(rawValue: try row.value(0)),
                siren: siren,
                name: try row.value(1),
                isOpposed: try row.value(2)
            )
        }
    }

    /// - Parameter wanted: questions that are only asked when a person asks for them.
    static func cost(of siren: SIREN, wanted: [String], in tx: isolated PostgresSession) throws -> LookCost {
        let rows = try tx.query(
            """
            SELECT step ->> 'provider', step ->> 'question', (step ->> 'priceCents')::bigint,
                (step ->> 'perDayCents')::bigint,
                CASE WHEN state.day = current_date THEN state.spent_cents ELSE 0 END,
                CASE WHEN coalesce(state.configured, true) AND state.stopped_at IS NULL THEN 'asked'
                    ELSE 'not_configured' END
            FROM (SELECT body FROM enrichment.v_waterfalls ORDER BY version DESC LIMIT 1) AS w
            CROSS JOIN jsonb_array_elements(w.body -> 'steps') WITH ORDINALITY AS s (step, place)
            LEFT JOIN enrichment.v_provider_state AS state ON state.provider = step ->> 'provider'
            WHERE (step ->> 'priceCents')::bigint > 0
                AND (NOT (step ->> 'onlyWhenAsked')::boolean OR step ->> 'question' = ANY($1::text[]))
            ORDER BY place
            """,
            wanted
        )
        let ceilings = try tx.query(
            """
            SELECT coalesce((SELECT (body ->> 'perCompanyCents')::bigint FROM enrichment.v_waterfalls
                    ORDER BY version DESC LIMIT 1), 0),
                coalesce((SELECT sum(cost_cents) FROM enrichment.v_provider_calls
                    WHERE siren = $1 AND at > now() - interval '365 days'), 0)::bigint
            """,
            siren.text
        ).first
        return LookCost(
            questions: try rows.map { row in
                LookCost.Question(
                    provider: try row.value(0),
                    question: try row.value(1),
                    priceCents: try row.value(2, as: Int.self),
                    perDayCents: try row.value(3, as: Int?.self),
                    spentTodayCents: try row.value(4, as: Int?.self) ?? 0,
                    state: try row.value(5)
                )
            },
            perCompanyCents: try ceilings?.value(0, as: Int.self) ?? 0,
            spentOnCompanyCents: try ceilings?.value(1, as: Int.self) ?? 0
        )
    }

    static func reach(_ siren: SIREN, in tx: isolated PostgresSession) throws -> CompanyReachView? {
        try tx.query(
            "SELECT phone, email, site, is_personal_mobile, source, at FROM enrichment.v_reach WHERE siren = $1",
            siren.text
        ).first.map { row in
            CompanyReachView(
                phone: try row.value(0),
                email: try row.value(1),
                site: try row.value(2),
                isPersonalMobile: try row.value(3, as: Bool?.self) ?? false,
                source: try row.value(4),
                at: try row.value(5)
            )
        }
    }

    /// What became of `question` in the last look, by provider.
    static func outcomes(
        of question: String,
        about siren: SIREN,
        in tx: isolated PostgresSession
    ) throws -> [LookAnswer.Step] {
        try tx.query(
            """
            SELECT step ->> 'provider', step ->> 'outcome', step ->> 'reason', (step ->> 'costCents')::bigint
            FROM enrichment.v_dossiers AS d, jsonb_array_elements(d.record -> 'trail') WITH ORDINALITY AS t (step, place)
            WHERE d.siren = $1 AND step ->> 'question' = $2 ORDER BY place
            """,
            siren.text,
            question
        ).map { row in
            LookAnswer.Step(
                provider: try row.value(0),
                outcome: try row.value(1),
                reason: try row.value(2),
                costCents: try row.value(3, as: Int?.self) ?? 0
            )
        }
    }
}
