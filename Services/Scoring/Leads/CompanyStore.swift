import Contracts
import Foundation
import FrenchBusiness
import Postgres

/// Companies as they were announced. Statements are returned rather than run, to share a round trip.
enum CompanyStore {
    /// Locks the companies and those that they are part of, in order of id, making rows for the unheard ones.
    static func hold(_ ids: [UUID]) -> PostgresStatement {
        PostgresStatement(
            """
            WITH wanted AS (
                SELECT w.id, coalesce(c.root_id, w.id) AS root_id
                FROM unnest($1::uuid[]) AS w (id) LEFT JOIN companies AS c ON c.company_id = w.id
            ), held AS (
                INSERT INTO companies AS c (company_id, root_id)
                SELECT id, id FROM (SELECT id FROM wanted UNION SELECT root_id FROM wanted) AS every ORDER BY id
                ON CONFLICT (company_id) DO UPDATE SET root_id = c.root_id WHERE false
            )
            SELECT id, root_id FROM wanted
            """,
            ids
        )
    }

    /// - Returns: company → the one that it was part of when it was locked.
    static func roots(_ rows: PostgresRows) throws -> [CompanyID: CompanyID] {
        var roots: [CompanyID: CompanyID] = [:]
        for row in rows {
            let (id, root) = try row.decode(UUID.self, UUID.self)
            roots[CompanyID(rawValue: id)] = CompanyID(rawValue: root)
        }
        return roots
    }

    /// Keeps the newest facts of each company; of two of the same moment, the same one in whatever order they come.
    static func learn(_ events: [CompanyEnriched]) throws -> PostgresStatement {
        PostgresStatement(
            """
            INSERT INTO companies AS c (company_id, root_id, siren, facts, turnover, exclusion, sources, facts_at,
                reach_phone, reach_email, reach_personal, proceeding, status_read_at)
            SELECT DISTINCT ON (id) id, id, siren, facts, turnover, exclusion, string_to_array(sources, ','), facts_at,
                phone, email, personal, proceeding, status_read_at
            FROM unnest($1::uuid[], $2::text[], $3::jsonb[], $4::jsonb[], $5::jsonb[], $6::text[], $7::timestamptz[],
                $8::boolean[], $9::boolean[], $10::boolean[], $11::jsonb[], $12::timestamptz[])
                AS e (id, siren, facts, turnover, exclusion, sources, facts_at, phone, email, personal, proceeding,
                    status_read_at)
            ORDER BY id, facts_at DESC, facts DESC, turnover DESC, coalesce(exclusion, 'null') DESC, phone DESC,
                email DESC, personal DESC, coalesce(proceeding, 'null') DESC, status_read_at DESC NULLS LAST
            ON CONFLICT (company_id) DO UPDATE SET siren = excluded.siren, facts = excluded.facts,
                turnover = excluded.turnover, exclusion = excluded.exclusion, sources = excluded.sources,
                facts_at = excluded.facts_at, reach_phone = excluded.reach_phone, reach_email = excluded.reach_email,
                reach_personal = excluded.reach_personal, proceeding = excluded.proceeding,
                status_read_at = excluded.status_read_at
            WHERE c.facts_at IS NULL
                OR (excluded.facts_at, excluded.facts, excluded.turnover, coalesce(excluded.exclusion, 'null'),
                    excluded.reach_phone, excluded.reach_email, excluded.reach_personal,
                    coalesce(excluded.proceeding, 'null'), coalesce(excluded.status_read_at, '-infinity'))
                > (c.facts_at, c.facts, c.turnover, coalesce(c.exclusion, 'null'),
                    c.reach_phone, c.reach_email, c.reach_personal, coalesce(c.proceeding, 'null'),
                    coalesce(c.status_read_at, '-infinity'))
            """,
            events.map(\.companyID.rawValue),
            events.map(\.siren.text),
            try events.map { try JSONB(Wire.encode($0.facts)) },
            try events.map { try JSONB(Wire.encode($0.turnover)) },
            try events.map { event in try event.exclusion.map { try JSONB(Wire.encode($0)) } },
            events.map { $0.sources.joined(separator: ",") },
            events.map(\.factsAt),
            events.map { $0.reach?.phone != nil },
            events.map { $0.reach?.email != nil },
            events.map { $0.reach?.phone != nil && $0.reach?.isPersonalMobile == true },
            try events.map { event in try event.proceeding.map { try JSONB(Wire.encode($0)) } },
            events.map(\.statusReadAt)
        )
    }

    /// Keeps the band of each year that was announced, the newest word on it.
    static func learnWorkforce(_ events: [CompanyEnriched]) -> PostgresStatement {
        let known = events.filter { event in
            event.facts.workforceYear.map { (1970...2200).contains($0) } == true && event.facts.workforceBand != nil
        }
        return PostgresStatement(
            """
            INSERT INTO workforces AS w (company_id, year, band, facts_at)
            SELECT DISTINCT ON (id, year) id, year, band, at
            FROM unnest($1::uuid[], $2::integer[], $3::text[], $4::timestamptz[]) AS e (id, year, band, at)
            WHERE NOT EXISTS (
                SELECT FROM companies AS c WHERE c.company_id = e.id AND c.facts IS NULL AND c.facts_at >= e.at)
            ORDER BY id, year, at DESC, band DESC
            ON CONFLICT (company_id, year) DO UPDATE SET band = excluded.band, facts_at = excluded.facts_at
            WHERE (excluded.facts_at, excluded.band) > (w.facts_at, w.band)
            """,
            known.map(\.companyID.rawValue),
            known.map { $0.facts.workforceYear },
            known.map { $0.facts.workforceBand },
            known.map(\.factsAt)
        )
    }

    /// Drops what was announced of erased companies' employees.
    static func forgetWorkforce(_ ids: [CompanyID]) -> PostgresStatement {
        PostgresStatement("DELETE FROM workforces WHERE company_id = ANY($1)", ids.map(\.rawValue))
    }

    /// Keeps the newest word on each company's end.
    static func cease(_ events: [CompanyCeased]) throws -> PostgresStatement {
        PostgresStatement(
            """
            INSERT INTO companies AS c (company_id, root_id, ceased, ceased_at)
            SELECT DISTINCT ON (id) id, id, ceased, at
            FROM unnest($1::uuid[], $2::jsonb[], $3::timestamptz[]) AS e (id, ceased, at)
            ORDER BY id, at DESC, ceased DESC
            ON CONFLICT (company_id) DO UPDATE SET ceased = excluded.ceased, ceased_at = excluded.ceased_at
            WHERE c.ceased_at IS NULL OR (excluded.ceased_at, excluded.ceased) > (c.ceased_at, c.ceased)
            """,
            events.map(\.companyID.rawValue),
            try events.map {
                try JSONB(
                    Wire.encode(CompanyState.Ceased(reason: $0.reason, on: $0.ceasedOn, source: $0.source))
                )
            },
            events.map(\.at)
        )
    }

    /// Hangs everything of one company on another; nothing if they are one already.
    static func merge(_ merged: CompanyID, into company: CompanyID) -> PostgresStatement {
        PostgresStatement(
            """
            UPDATE companies AS c SET root_id = target.root_id
            FROM companies AS target, companies AS gone
            WHERE target.company_id = $1 AND gone.company_id = $2 AND c.root_id = gone.root_id
                AND c.root_id <> target.root_id
            """,
            company.rawValue,
            merged.rawValue
        )
    }

    /// Drops what is known of erased companies; facts as old as the erasure do not come back.
    static func forget(_ ids: [CompanyID], at: [Date]) -> PostgresStatement {
        PostgresStatement(
            """
            INSERT INTO companies AS c (company_id, root_id, facts_at)
            SELECT id, id, max(at) FROM unnest($1::uuid[], $2::timestamptz[]) AS e (id, at) GROUP BY id ORDER BY id
            ON CONFLICT (company_id) DO UPDATE SET siren = NULL, facts = NULL, turnover = NULL, exclusion = NULL,
                proceeding = NULL, sources = '{}', facts_at = excluded.facts_at, reach_phone = false,
                reach_email = false, reach_personal = false, status_read_at = NULL
            WHERE c.facts_at IS NULL OR c.facts_at <= excluded.facts_at
            """,
            ids.map(\.rawValue),
            at
        )
    }
}
