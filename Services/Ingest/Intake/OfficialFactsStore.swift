import Contracts
import Postgres

enum OfficialFactsStore {
    /// Fills what no list said, and takes over what only the registers know. Facts older than those taken before are
    /// left; a value that the table would refuse is left out, whatever the register says.
    static func take(_ messages: [CompanyEnriched], in tx: isolated PostgresSession) throws {
        try tx.execute(
            """
            WITH news AS (
                SELECT DISTINCT ON (id) * FROM unnest($1::uuid[], $2::jsonb[], $3::timestamptz[], $4::boolean[])
                    AS n (id, facts, at, hidden)
                ORDER BY id, at DESC
            ), locked AS (
                SELECT c.id FROM companies AS c JOIN news AS n ON n.id = c.id ORDER BY c.id FOR UPDATE OF c
            )
            UPDATE companies AS c SET
                name = coalesce(c.name, left(nullif(facts->>'name', ''), 500)),
                trade_name = coalesce(c.trade_name, left(nullif(facts->>'tradeName', ''), 500)),
                siret = coalesce(c.siret, CASE WHEN facts->>'siret' ~ '^[0-9]{14}$'
                    AND left(facts->>'siret', 9) = c.siren THEN facts->>'siret' END),
                postcode = coalesce(c.postcode, left(facts->>'postcode', 10)),
                city = coalesce(c.city, left(facts->>'city', 200)),
                departement = coalesce(c.departement,
                    CASE WHEN facts->>'departement' ~ '^[0-9][0-9AB][0-9]?$' THEN facts->>'departement' END),
                naf = coalesce(
                    CASE WHEN facts->>'naf' ~ '^[0-9]{2}[.][0-9]{2}[A-Z]$' THEN facts->>'naf' END, c.naf),
                naf25 = coalesce(
                    CASE WHEN facts->>'naf25' ~ '^[0-9]{2}[.][0-9]{2}[A-Z]$' THEN facts->>'naf25' END, c.naf25),
                legal_form = coalesce(
                    CASE WHEN facts->>'legalForm' ~ '^[0-9]{4}$' THEN facts->>'legalForm' END, c.legal_form),
                workforce_band = coalesce(CASE WHEN facts->>'workforceBand' IN ('NN', '00', '01', '02', '03', '11', '12',
                    '21', '22', '31', '32', '41', '42', '51', '52', '53') THEN facts->>'workforceBand' END,
                    c.workforce_band),
                category = coalesce(CASE WHEN facts->>'category' IN ('PME', 'ETI', 'GE') THEN facts->>'category' END,
                    c.category),
                is_sole_trader = c.is_sole_trader OR coalesce((facts->>'isSoleTrader')::boolean, false),
                diffusion = CASE WHEN n.hidden THEN 'P' ELSE 'O' END,
                facts_at = n.at, updated_at = now()
            FROM news AS n JOIN locked AS l ON l.id = n.id
            WHERE c.id = l.id AND (c.facts_at IS NULL OR c.facts_at < n.at)
            """,
            messages.map(\.companyID.rawValue),
            try messages.map { JSONB(try Wire.encode($0.facts)) },
            messages.map(\.factsAt),
            messages.map { $0.exclusion?.code == "not_diffusible" }
        )
    }
}
