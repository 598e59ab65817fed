import Contracts
import Foundation
import FrenchBusiness
import Postgres

/// Everything known of the leads of some companies, and of those merged with them, in one look.
enum LeadStateStore {
    /// An objection to one contact bars the lead, and a number or address of the list, or of a provider, counts only while
    /// none of the lead's contacts has objected or was erased: it may be theirs.
    static func load(_ companies: [UUID], zone: TimeZone) -> PostgresStatement {
        PostgresStatement(
            """
            WITH members AS (
                SELECT c.company_id, c.root_id FROM companies AS c
                WHERE c.root_id IN (SELECT root_id FROM companies WHERE company_id = ANY($1))
            )
            SELECT l.lead_id, l.company_id, m.root_id, l.department_id, l.siren, l.company_name, l.postcode,
                l.identified, l.current_owner, l.registered_at,
                f.siren, f.facts, f.turnover, f.exclusion, coalesce(f.facts->>'source', f.sources[1]), f.facts_at, f.ceased, f.ceased_at,
                coalesce(r.phone, false) OR ((l.has_phone OR f.reach_phone) AND NOT coalesce(r.silent, false)),
                coalesce(r.email, false) OR ((l.has_email OR f.reach_email) AND NOT coalesce(r.silent, false)),
                (coalesce(r.personal, false)
                        OR (f.reach_personal AND NOT l.has_phone AND NOT coalesce(r.silent, false)))
                    AND NOT coalesce(r.office, false)
                    AND NOT (f.reach_phone AND NOT f.reach_personal AND NOT coalesce(r.silent, false)),
                least(r.opposed_at, b.opposed_at), coalesce(b.opposed_source, r.opposed_source),
                b.withdrawn_at, b.withdrawn_reason, s.version, s.fingerprint,
                s.inputs_fingerprint, f.proceeding, a.touches, w.band, w.year,
                s.points, s.band, s.rule_set, s.exclusion_code IS NOT NULL, f.status_read_at
            FROM members AS m
            JOIN leads AS l ON l.company_id = m.company_id
            JOIN companies AS f ON f.company_id = m.root_id
            LEFT JOIN scores AS s ON s.lead_id = l.lead_id
            LEFT JOIN LATERAL (
                SELECT bool_or(t.has_phone AND t.open) AS phone, bool_or(t.has_email AND t.open) AS email,
                    bool_or(t.has_phone AND t.open AND t.is_personal_number) AS personal,
                    bool_or(t.has_phone AND t.open AND NOT t.is_personal_number) AS office,
                    bool_or(NOT t.open) AS silent, min(t.opposed_at) AS opposed_at,
                    (array_agg(t.opposed_source ORDER BY t.opposed_at, t.opposed_source))[1] AS opposed_source
                FROM companies AS c
                CROSS JOIN LATERAL (
                    SELECT k.*, k.opposed_at IS NULL AND k.erased_at IS NULL AS open FROM contacts AS k
                    WHERE k.company_id = c.company_id AND k.department_id IN ('', l.department_id)
                ) AS t
                WHERE c.root_id = m.root_id
            ) AS r ON true
            LEFT JOIN LATERAL (
                SELECT min(p.at) FILTER (WHERE p.code = 'opposed') AS opposed_at,
                    (array_agg(p.source ORDER BY p.at, p.source) FILTER (WHERE p.code = 'opposed'))[1] AS opposed_source,
                    max(p.at) FILTER (WHERE p.code = 'withdrawn') AS withdrawn_at,
                    (array_agg(p.source ORDER BY p.at DESC, p.source DESC) FILTER (WHERE p.code = 'withdrawn'))[1]
                        AS withdrawn_reason
                FROM companies AS c JOIN stops AS p ON p.company_id = c.company_id
                WHERE c.root_id = m.root_id AND p.department_id IN ('', l.department_id)
                    AND (p.code = 'opposed' OR p.company_id IN (l.company_id, m.root_id))
            ) AS b ON true
            LEFT JOIN LATERAL (
                SELECT jsonb_agg(jsonb_build_object('kind', d.kind, 'on', d.on, 'count', d.count)
                    ORDER BY d.on DESC, d.kind) AS touches
                FROM (
                    SELECT CASE WHEN k.outcome = 'not_interested' THEN 'not_interested' WHEN k.inbound THEN 'inbound'
                            WHEN k.kind = 'meeting' THEN 'meeting' WHEN k.outcome IN ('callback', 'reached') THEN k.outcome
                            WHEN k.kind = 'email' THEN 'email' ELSE 'other' END AS kind,
                        least((k.at AT TIME ZONE $2)::date, date '9999-12-31') AS on, count(*) AS count
                    FROM activities AS k
                    WHERE k.lead_id = l.lead_id AND (k.kind <> 'note' OR k.inbound)
                    GROUP BY 1, 2 ORDER BY 2 DESC, 1 LIMIT 60
                ) AS d
            ) AS a ON true
            LEFT JOIN LATERAL (
                SELECT h.band, h.year::bigint AS year FROM workforces AS h
                WHERE h.company_id = m.root_id AND h.year < (f.facts->>'workforceYear')::numeric
                ORDER BY h.year DESC LIMIT 1
            ) AS w ON true
            ORDER BY l.lead_id
            """,
            companies,
            zone.identifier
        )
    }

    static func leads(_ rows: PostgresRows) throws -> [LeadState] {
        try rows.map(lead)
    }

    private static func lead(_ row: PostgresRow) throws -> LeadState {
        LeadState(
            leadID: LeadID(rawValue: try row.value(0)),
            companyID: CompanyID(rawValue: try row.value(1)),
            rootID: CompanyID(rawValue: try row.value(2)),
            department: DepartmentID(rawValue: try row.value(3)),
            siren: try row.value(4, as: String?.self).flatMap { SIREN($0) },
            companyName: try row.value(5),
            postcode: try row.value(6),
            identified: try row.value(7),
            currentOwner: try row.value(8, as: String?.self).map(OwnerHint.init(text:)),
            registeredAt: try row.value(9),
            company: try company(row),
            reach: LeadState.Reach(
                hasPhone: try row.value(18),
                hasEmail: try row.value(19),
                isPersonalNumber: try row.value(20)
            ),
            bars: LeadState.Bars(
                opposedAt: try row.value(21),
                opposedSource: try row.value(22),
                withdrawnAt: try row.value(23),
                withdrawnReason: try row.value(24)
            ),
            scoreVersion: try row.value(25),
            fingerprint: try row.value(26),
            inputsFingerprint: try row.value(27),
            touches: try json(row, 29, [ScoreInputs.Touch].self),
            earlierWorkforce: try workforce(row),
            standing: try standing(row)
        )
    }

    private static func workforce(_ row: PostgresRow) throws -> ScoreInputs.Workforce? {
        guard let band: String = try row.value(30), let year: Int = try row.value(31) else { return nil }
        return ScoreInputs.Workforce(band: band, year: year)
    }

    private static func standing(_ row: PostgresRow) throws -> LeadState.Standing? {
        guard let points: Int = try row.value(32), let band: String = try row.value(33),
            let ruleSet: String = try row.value(34)
        else { return nil }
        return LeadState.Standing(points: points, band: band, ruleSet: ruleSet, isExcluded: try row.value(35))
    }

    private static func company(_ row: PostgresRow) throws -> CompanyState {
        CompanyState(
            siren: try row.value(10, as: String?.self).flatMap { SIREN($0) },
            facts: try json(row, 11, CompanyFacts.self),
            turnover: try json(row, 12, TurnoverFacts.self),
            exclusion: try json(row, 13, Exclusion.self),
            source: try row.value(14),
            factsAt: try row.value(15),
            ceased: try json(row, 16, CompanyState.Ceased.self),
            ceasedAt: try row.value(17),
            proceeding: try json(row, 28, LegalProceeding.self),
            statusReadAt: try row.value(36)
        )
    }

    private static func json<T: Decodable>(_ row: PostgresRow, _ column: Int, _ type: T.Type) throws -> T? {
        try row.value(column, as: JSONB?.self).map { try Wire.decode(T.self, from: $0.bytes) }
    }
}
