import Contracts
import Foundation
import FrenchBusiness
import Postgres

enum TodayStore {
    /// Whom to call now: of the colleague's best leads those that are due, those not yet contacted and those without a
    /// next step; a step planned for another day hides the lead until then. Until somebody was in touch, the step that
    /// the imported list names counts. Of those without a next step the ones to wait with, or to leave, come last.
    ///
    /// The first 500 by priority are looked at: 500 look-ups of their latest activity cost a few milliseconds.
    static func rows(
        of owner: UserID,
        _ moment: Moment,
        limit: Int,
        in tx: isolated PostgresSession
    ) throws -> [TodayLead] {
        try tx.query(
            """
            WITH mine AS (
                SELECT lead_id, company_id, department_id, points, priority, due_at, since
                FROM assignment.v_queue WHERE owner_id = $1 AND state = 'owned' LIMIT 500
            ), placed AS (
                SELECT m.*, planned.next_step, planned.next_step_on, latest.at >= m.since AS is_touched,
                    CASE
                        WHEN planned.next_step_on > $4 THEN NULL
                        WHEN planned.next_step_on < $4 THEN 1
                        WHEN planned.next_step_on = $4 THEN 2
                        WHEN latest.at >= m.since THEN CASE
                            WHEN advice.action = 'drop' OR (advice.action = 'wait' AND advice.until > $4) THEN 5 ELSE 4 END
                        WHEN m.due_at < $2 THEN 1
                        WHEN m.due_at < $3 THEN 2
                        ELSE 3
                    END AS place
                FROM mine AS m
                LEFT JOIN LATERAL (
                    SELECT a.next_step, a.next_step_on FROM lead_activities AS a
                    WHERE a.lead_id = m.lead_id AND a.next_step_on IS NOT NULL AND a.next_step_done_at IS NULL
                    ORDER BY a.at DESC LIMIT 1) AS step ON true
                LEFT JOIN LATERAL (
                    SELECT a.at FROM lead_activities AS a
                    WHERE a.lead_id = m.lead_id ORDER BY a.at DESC LIMIT 1) AS latest ON true
                LEFT JOIN LATERAL (
                    SELECT v.next_step, v.next_step_on FROM intake.v_leads AS v
                    WHERE v.id = m.lead_id AND latest.at IS NULL OFFSET 0) AS listed ON true
                LEFT JOIN LATERAL (
                    SELECT v.action, coalesce(v.until, 'infinity') AS until FROM scoring.v_advice AS v
                    WHERE v.lead_id = m.lead_id AND latest.at >= m.since OFFSET 0) AS advice ON true
                CROSS JOIN LATERAL (
                    SELECT coalesce(step.next_step, listed.next_step) AS next_step,
                        coalesce(step.next_step_on, listed.next_step_on) AS next_step_on) AS planned
            ), page AS (
                SELECT * FROM placed WHERE place IS NOT NULL
                ORDER BY place, priority DESC, due_at, lead_id LIMIT $5
            )
            SELECT p.lead_id, coalesce(c.name, c.trade_name, 'SIREN ' || c.siren, 'Sans nom'), c.city,
                c.workforce_band, p.points,
                CASE WHEN p.is_touched THEN NULL ELSE p.due_at END, p.next_step, p.next_step_on,
                score.turnover_status, score.latest_cents, score.change_basis_points, score.trend, score.band,
                coalesce(why.reasons, '{}'), coalesce(contact.phone_e164, c.phone_e164), contact.name,
                (SELECT to_jsonb(v) FROM scoring.v_advice AS v WHERE v.lead_id = p.lead_id)
            FROM page AS p
            JOIN intake.v_companies AS c ON c.id = p.company_id
            LEFT JOIN LATERAL (
                SELECT s.turnover_status, s.latest_cents, s.change_basis_points, s.trend, s.band
                FROM scoring.v_scores AS s WHERE s.lead_id = p.lead_id OFFSET 0) AS score ON true
            LEFT JOIN LATERAL (
                SELECT array_agg(l.text ORDER BY l.points DESC, l.position) AS reasons FROM (
                    SELECT v.text, v.points, v.position FROM scoring.v_score_lines AS v
                    WHERE v.lead_id = p.lead_id AND v.points > 0 AND v.rule <> 'base'
                    ORDER BY v.points DESC, v.position LIMIT 2) AS l
            ) AS why ON true
            LEFT JOIN LATERAL (
                SELECT v.phone_e164, v.name FROM intake.v_contacts AS v
                WHERE v.company_id = p.company_id AND v.department_id = p.department_id
                    AND v.phone_e164 IS NOT NULL AND v.opposed_at IS NULL AND v.withdrawn_at IS NULL
                ORDER BY v.collected_at, v.id LIMIT 1) AS contact ON true
            ORDER BY p.place, p.priority DESC, p.due_at, p.lead_id
            """,
            owner.rawValue,
            moment.now,
            moment.tomorrow,
            moment.day.column,
            limit
        ).map(decode)
    }

    private static func decode(_ row: PostgresRow) throws -> TodayLead {
        TodayLead(
            id: LeadID(rawValue: try row.value(0)),
            company: try row.value(1),
            city: try row.value(2),
            workforce: try row.value(3, as: String?.self).flatMap(WorkforceBand.init(rawValue:)),
            points: try row.value(4),
            dueAt: try row.value(5),
            nextStep: try row.value(6),
            nextStepOn: try row.value(7, as: CivilDay?.self).flatMap(CivilDate.init),
            turnover: TurnoverGlance(
                status: try row.value(8, as: String?.self).flatMap(TurnoverStatus.init),
                cents: try row.value(9),
                changeBasisPoints: try row.value(10),
                trend: try row.value(11)
            ),
            band: try row.value(12),
            reasons: try row.value(13),
            phone: try row.value(14),
            contact: try row.value(15),
            advice: try row.value(16, as: JSONB?.self).map {
                try JSONBody.decoder.decode(LeadAdvice.self, from: Data($0.bytes))
            }
        )
    }
}
