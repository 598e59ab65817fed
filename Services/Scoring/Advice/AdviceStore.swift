import Contracts
import Foundation
import FrenchBusiness
import Postgres

/// Table `advice`, and what advice looks at beyond what a score does.
enum AdviceStore {
    /// What is known of a lead besides its ``LeadState``.
    struct Known: Sendable {
        var contacts: [Situation.Contact]
        var listedStepOn: CivilDate?
        var deals: Situation.Deals
        /// As it is stored; nil before the first score.
        var score: Score?
        /// Of the advice that stands.
        var fingerprint: Int64?

        struct Score: Sendable {
            var band: String
            var urgency: String
            var exclusion: String?
        }
    }

    /// Of the leads of some companies, and of those merged with them. A lead's latest exchanges come from the index in
    /// order.
    static func load(_ companies: [UUID], zone: TimeZone) -> PostgresStatement {
        PostgresStatement(
            """
            WITH members AS (
                SELECT c.company_id FROM companies AS c
                WHERE c.root_id IN (SELECT root_id FROM companies WHERE company_id = ANY($1))
            )
            SELECT l.lead_id, a.contacts, l.next_step_on, d.open_since, d.won_on, d.lost_on, d.steps, s.band,
                s.urgency, s.exclusion_code, v.fingerprint
            FROM members AS m
            JOIN leads AS l ON l.company_id = m.company_id
            LEFT JOIN scores AS s ON s.lead_id = l.lead_id
            LEFT JOIN advice AS v ON v.lead_id = l.lead_id
            LEFT JOIN LATERAL (
                SELECT jsonb_agg(jsonb_strip_nulls(jsonb_build_object('what', k.what, 'on', k.on, 'next', k.next))
                    ORDER BY k.at DESC, k.activity_id DESC) AS contacts
                FROM (
                    SELECT k.at, k.activity_id, least((k.at AT TIME ZONE $2)::date, date '9999-12-31') AS on,
                        k.next_step_on AS next,
                        CASE WHEN k.outcome = 'not_interested' THEN 'not_interested' WHEN k.inbound THEN 'inbound'
                            WHEN k.kind IN ('meeting', 'email') THEN k.kind
                            WHEN k.outcome IN ('reached', 'callback', 'voicemail', 'wrong_number') THEN k.outcome
                            WHEN k.kind = 'call' THEN 'no_answer' ELSE 'plan' END AS what
                    FROM activities AS k
                    WHERE k.lead_id = l.lead_id
                        AND (k.kind IN ('call', 'email', 'meeting') OR k.inbound OR k.next_step_on IS NOT NULL)
                    ORDER BY k.at DESC, k.activity_id DESC LIMIT 40
                ) AS k
            ) AS a ON true
            LEFT JOIN LATERAL (
                SELECT (min(o.created_at) FILTER (WHERE o.state = 'open') AT TIME ZONE $2)::date AS open_since,
                    jsonb_agg(o.next_step_on ORDER BY o.next_step_on)
                        FILTER (WHERE o.state = 'open' AND o.next_step_on IS NOT NULL) AS steps,
                    (max(o.closed_at) FILTER (WHERE o.state = 'won') AT TIME ZONE $2)::date AS won_on,
                    (max(o.closed_at) FILTER (WHERE o.state = 'lost') AT TIME ZONE $2)::date AS lost_on
                FROM deals AS o WHERE o.lead_id = l.lead_id
            ) AS d ON true
            """,
            companies,
            zone.identifier
        )
    }

    static func known(_ rows: PostgresRows) throws -> [LeadID: Known] {
        var known: [LeadID: Known] = [:]
        known.reserveCapacity(rows.count)
        for row in rows {
            let contacts = try row.value(1, as: JSONB?.self)
            known[LeadID(rawValue: try row.value(0))] = Known(
                contacts: try contacts.map { try Wire.decode([Situation.Contact].self, from: $0.bytes) } ?? [],
                listedStepOn: try day(row, 2),
                deals: Situation.Deals(
                    openSince: try day(row, 3),
                    steps: try row.value(6, as: JSONB?.self).map { try Wire.decode([CivilDate].self, from: $0.bytes) }
                        ?? [],
                    wonOn: try day(row, 4),
                    lostOn: try day(row, 5)
                ),
                score: try score(row),
                fingerprint: try row.value(10)
            )
        }
        return known
    }

    private static func score(_ row: PostgresRow) throws -> Known.Score? {
        guard let band: String = try row.value(7), let urgency: String = try row.value(8) else { return nil }
        return Known.Score(band: band, urgency: urgency, exclusion: try row.value(9))
    }

    private static func day(_ row: PostgresRow, _ column: Int) throws -> CivilDate? {
        try row.value(column, as: CivilDay?.self).flatMap(CivilDate.init)
    }

    /// Advice of a lead that is not stored like this.
    struct Change: Sendable {
        let lead: LeadID
        let department: DepartmentID
        let advice: Advice
    }

    /// Sent with the next round trip.
    static func save(_ changes: [Change], at moment: Date, in tx: isolated PostgresSession) throws {
        guard !changes.isEmpty else { return }
        let advice = changes.map(\.advice)
        let words = advice.map(AdviceText.wording)
        try tx.enqueue(
            """
            INSERT INTO advice (lead_id, department_id, action, reason, until, hours, french, english, fingerprint,
                since)
            SELECT *, $10::timestamptz FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::date[],
                $6::text[], $7::text[], $8::text[], $9::bigint[])
            ON CONFLICT (lead_id) DO UPDATE SET department_id = excluded.department_id, action = excluded.action,
                reason = excluded.reason, until = excluded.until, hours = excluded.hours, french = excluded.french,
                english = excluded.english, fingerprint = excluded.fingerprint, since = excluded.since
            """,
            changes.map(\.lead.rawValue),
            changes.map(\.department.rawValue),
            advice.map(\.action.rawValue),
            advice.map(\.reason.code),
            advice.map { $0.until?.postgresDay },
            advice.map { $0.hours?.rawValue },
            words.map(\.french),
            words.map(\.english),
            advice.map(\.fingerprint),
            moment
        )
    }
}
