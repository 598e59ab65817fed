import Contracts
import Foundation
import FrenchBusiness
import Postgres

/// Leads that wait for identification: intake's view of them, since nothing but intake hears of a company without SIREN.
/// One that turned out to be another lead's company is left out: that other one is worked.
enum WaitingStore {
    /// Those that came first, first. A colleague's are those that the list gives to them. A look at each lead's
    /// identification, in place of a join, keeps the view's order; IS NOT TRUE lets the planner expect that most pass.
    static func page(_ query: LeadQuery, in tx: isolated PostgresSession) throws -> [LeadListItem] {
        var departments = query.departments
        var keys: [String]?
        if let owner = query.owner {
            guard let named = try names(of: owner, in: tx) else { return [] }
            departments = departments.filter { $0 == named.department }
            keys = named.keys
        }
        return try tx.query(
            """
            SELECT q.lead_id, q.company_id, q.department_id, q.name, q.city
            FROM unnest($1::text[]) AS seen (department)
            CROSS JOIN LATERAL (
                SELECT v.lead_id, v.company_id, v.department_id, v.name, v.city FROM intake.v_to_identify AS v
                WHERE v.department_id = seen.department
                    AND ($2::text[] IS NULL OR v.owner_key = ANY($2))
                    AND ($3::text IS NULL OR v.search_name LIKE '%' || msg.fold($3) || '%')
                    AND ($4::uuid IS NULL OR v.company_id > $4)
                    AND (SELECT i.known_company_id IS NOT NULL FROM lead_identifications AS i
                        WHERE i.lead_id = v.lead_id) IS NOT TRUE
                LIMIT $5) AS q
            ORDER BY q.company_id LIMIT $5
            """,
            departments,
            keys,
            query.name,
            query.after?.id,
            query.limit
        ).map { row in
            LeadListItem(
                id: try row.value(0),
                companyId: try row.value(1),
                department: try row.value(2),
                name: try row.value(3),
                siren: nil,
                city: try row.value(4),
                state: LeadListState.toIdentify.rawValue,
                owner: query.owner,
                points: nil,
                priority: nil,
                urgency: nil,
                sizeClass: nil,
                dueAt: nil
            )
        }
    }

    /// What a colleague has to do today with leads to identify: those that the list gives to them, and those that they
    /// planned a step with, by the rules of ``TodayStore``. The first 500 and 200 are looked at.
    static func today(
        of owner: UserID,
        _ moment: Moment,
        limit: Int,
        in tx: isolated PostgresSession
    ) throws -> [TodayLead] {
        guard let named = try names(of: owner.rawValue, in: tx) else { return [] }
        return try tx.query(
            """
            WITH mine AS (
                (SELECT v.lead_id, v.company_id, v.department_id, v.name, v.city, v.phone_e164, v.next_step,
                    v.next_step_on
                FROM intake.v_to_identify AS v WHERE v.department_id = $1 AND v.owner_key = ANY($2) LIMIT 500)
                UNION
                SELECT v.lead_id, v.company_id, v.department_id, v.name, v.city, v.phone_e164, v.next_step,
                    v.next_step_on
                FROM (SELECT a.lead_id FROM lead_activities AS a
                    WHERE a.actor_id = $3 AND a.next_step_on <= $4 AND a.next_step_done_at IS NULL
                    ORDER BY a.next_step_on DESC LIMIT 200) AS planned
                CROSS JOIN LATERAL (
                    SELECT * FROM intake.v_to_identify AS w WHERE w.lead_id = planned.lead_id OFFSET 0) AS v
            ), placed AS (
                SELECT m.lead_id, m.company_id, m.department_id, m.name, m.city, m.phone_e164, planned.next_step,
                    planned.next_step_on,
                    CASE
                        WHEN planned.next_step_on > $4 THEN NULL
                        WHEN planned.next_step_on < $4 THEN 1
                        WHEN planned.next_step_on = $4 THEN 2
                        WHEN latest.at IS NULL THEN 3
                        ELSE 4
                    END AS place
                FROM mine AS m
                LEFT JOIN LATERAL (
                    SELECT a.next_step, a.next_step_on FROM lead_activities AS a
                    WHERE a.lead_id = m.lead_id AND a.next_step_on IS NOT NULL AND a.next_step_done_at IS NULL
                    ORDER BY a.at DESC LIMIT 1) AS step ON true
                LEFT JOIN LATERAL (
                    SELECT a.at FROM lead_activities AS a
                    WHERE a.lead_id = m.lead_id ORDER BY a.at DESC LIMIT 1) AS latest ON true
                CROSS JOIN LATERAL (
                    SELECT CASE WHEN latest.at IS NULL THEN m.next_step ELSE step.next_step END AS next_step,
                        CASE WHEN latest.at IS NULL THEN m.next_step_on ELSE step.next_step_on END AS next_step_on
                ) AS planned
                WHERE (SELECT i.known_company_id FROM lead_identifications AS i WHERE i.lead_id = m.lead_id) IS NULL
            ), page AS (
                SELECT * FROM placed WHERE place IS NOT NULL ORDER BY place, next_step_on, lead_id LIMIT $5
            )
            SELECT p.lead_id, p.name, p.city, p.next_step, p.next_step_on,
                coalesce(contact.phone_e164, p.phone_e164), contact.name
            FROM page AS p
            LEFT JOIN LATERAL (
                SELECT v.phone_e164, v.name FROM intake.v_contacts AS v
                WHERE v.company_id = p.company_id AND v.department_id = p.department_id
                    AND v.phone_e164 IS NOT NULL AND v.opposed_at IS NULL AND v.withdrawn_at IS NULL
                ORDER BY v.collected_at, v.id LIMIT 1) AS contact ON true
            ORDER BY p.place, p.next_step_on, p.lead_id
            """,
            named.department,
            named.keys,
            owner.rawValue,
            moment.day.column,
            limit
        ).map(decode)
    }

    /// How a list may name a colleague, folded as intake folds what it says: the address, and the name unless a
    /// colleague of the same department bears it as well. Assignment resolves a listed owner by the same rule.
    private static func names(
        of user: UUID,
        in tx: isolated PostgresSession
    ) throws -> (department: String, keys: [String])? {
        try tx.query(
            """
            SELECT u.department_id, array_remove(ARRAY[msg.fold(u.email), CASE
                WHEN NOT EXISTS (
                    SELECT FROM users AS o WHERE o.department_id = u.department_id AND o.active AND o.id <> u.id
                        AND msg.fold(o.display_name) = msg.fold(u.display_name))
                THEN msg.fold(u.display_name) END], NULL)
            FROM users AS u WHERE u.id = $1 AND u.active
            """,
            user
        ).first.map { (try $0.value(0), try $0.value(1)) }
    }

    private static func decode(_ row: PostgresRow) throws -> TodayLead {
        TodayLead(
            id: LeadID(rawValue: try row.value(0)),
            company: try row.value(1),
            city: try row.value(2),
            workforce: nil,
            points: nil,
            dueAt: nil,
            nextStep: try row.value(3),
            nextStepOn: try row.value(4, as: CivilDay?.self).flatMap(CivilDate.init),
            turnover: nil,
            band: nil,
            reasons: [],
            phone: try row.value(5),
            contact: try row.value(6),
            advice: nil
        )
    }
}
