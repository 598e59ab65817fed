import Contracts
import Foundation
import FrenchBusiness
import Postgres

/// Reads leads through the views that their owners publish; the wall decides which exist.
enum LeadStore {
    /// What a change of a lead needs to know of it.
    static func key(
        of id: LeadID,
        in tx: isolated PostgresSession
    ) throws -> (company: CompanyID, department: DepartmentID)? {
        guard
            let row = try tx.query(
                "SELECT company_id, department_id FROM intake.v_leads WHERE id = $1 AND withdrawn_at IS NULL",
                id.rawValue
            ).first
        else { return nil }
        let (company, department) = try row.decode(UUID.self, String.self)
        return (CompanyID(rawValue: company), DepartmentID(rawValue: department))
    }

    /// Also one that was withdrawn: deals and links that were made before still lead there.
    static func find(_ id: LeadID, in tx: isolated PostgresSession) throws -> LeadRecord? {
        try tx.query(
            """
            SELECT to_jsonb(lead) FROM (
                SELECT l.id, l.company_id, l.department_id AS department,
                    coalesce(c.name, c.trade_name, 'SIREN ' || c.siren, 'Sans nom') AS name, c.siren, c.siret, c.city,
                    c.postcode, c.departement, c.naf, c.legal_form, c.workforce_band, c.state AS company_state,
                    c.created_on, c.phone_e164 AS phone, c.website, l.source,
                    to_char(l.registered_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS registered_at,
                    to_char(l.withdrawn_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS withdrawn_at, l.note,
                    jsonb_build_object('owner', l.owner_hint, 'stage', l.stage_hint, 'next_step', l.next_step,
                        'next_step_on', l.next_step_on, 'turnover_cents', l.turnover_hint_cents,
                        'extra', (SELECT coalesce(jsonb_agg(jsonb_build_object('header', e.key, 'text',
                                CASE WHEN length(e.value) > 2000 THEN left(e.value, 1999) || '…' ELSE e.value END)
                                ORDER BY e.key), '[]')
                            FROM (SELECT key, value FROM jsonb_each_text(l.extra) ORDER BY key LIMIT 300) AS e)) AS listed,
                    given.siren AS siren_given, given.successor,
                    coalesce(a.state, CASE WHEN c.siren IS NULL THEN
                        CASE WHEN c.opposed_at IS NULL THEN 'to_identify' ELSE 'excluded' END END) AS state,
                    a.owner_id AS owner, u.display_name AS owner_name, a.priority,
                    coalesce(a.urgency, s.urgency) AS urgency,
                    to_char(a.due_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS due_at,
                    coalesce(a.exclusion_text, CASE WHEN c.opposed_at IS NOT NULL THEN 'Opposition à la prospection' END)
                        AS exclusion, s.points, s.band, s.rule_set,
                    to_char(s.computed_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS scored_at,
                    coalesce(t.status, s.turnover_status) AS turnover_status, t.reason AS turnover_reason
                FROM (SELECT * FROM intake.v_leads WHERE id = $1) AS l
                JOIN intake.v_companies AS c ON c.id = l.company_id
                LEFT JOIN LATERAL (
                    SELECT i.siren, (SELECT v.id FROM intake.v_leads AS v WHERE v.company_id = i.known_company_id
                        AND v.department_id = l.department_id AND v.withdrawn_at IS NULL) AS successor
                    FROM lead_identifications AS i WHERE i.lead_id = l.id AND c.siren IS NULL) AS given ON true
                LEFT JOIN LATERAL (
                    SELECT * FROM assignment.v_leads AS v WHERE v.lead_id = l.id OFFSET 0) AS a ON true
                LEFT JOIN LATERAL (
                    SELECT * FROM scoring.v_scores AS v WHERE v.lead_id = l.id OFFSET 0) AS s ON true
                LEFT JOIN enrichment.v_turnover_status AS t ON t.siren = c.siren
                LEFT JOIN users AS u ON u.id = a.owner_id
            ) AS lead
            """,
            id.rawValue
        ).first.map { try JSONBody.decoder.decode(LeadRecord.self, from: Data($0.value(0, as: JSONB.self).bytes)) }
    }

    /// Everything below the head of the page, each part bounded, in one round trip.
    static func details(of lead: LeadRecord, in tx: isolated PostgresSession) throws -> LeadDetails {
        let row = try tx.query(
            """
            SELECT jsonb_build_object(
                'years', (SELECT coalesce(jsonb_agg(to_jsonb(y) ORDER BY y.closing_date DESC, y.kind DESC), '[]') FROM (
                    SELECT closing_date, months, amount_cents, status, source, kind FROM enrichment.v_turnover
                    WHERE siren = $2 ORDER BY closing_date DESC LIMIT 12) AS y),
                'lines', (SELECT coalesce(jsonb_agg(to_jsonb(l) ORDER BY l.position), '[]') FROM (
                    SELECT position, rule, points, input, source, source_date, text FROM scoring.v_score_lines
                    WHERE lead_id = $1 LIMIT 100) AS l),
                'lifts', coalesce((SELECT nullif(s.lifts, 'null') FROM scoring.v_scores AS s WHERE s.lead_id = $1), '[]'),
                'contacts', (SELECT coalesce(jsonb_agg(to_jsonb(k)), '[]') FROM (
                    SELECT name, function, email, coalesce(phone_e164, phone_raw) AS phone,
                        opposed_at IS NOT NULL AS is_opposed, keep_until
                    FROM intake.v_contacts
                    WHERE company_id = $3 AND department_id = $4 AND withdrawn_at IS NULL
                    ORDER BY collected_at, id LIMIT 50) AS k),
                'activities', (SELECT coalesce(jsonb_agg(to_jsonb(v)), '[]') FROM (
                    SELECT a.id, a.kind, a.outcome,
                        to_char(a.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS at, a.note, a.next_step,
                        a.next_step_on, a.next_step_done_at IS NOT NULL AS is_step_done, u.display_name AS actor
                    FROM lead_activities AS a LEFT JOIN users AS u ON u.id = a.actor_id
                    WHERE a.lead_id = $1 ORDER BY a.at DESC, a.id DESC LIMIT 50) AS v),
                'deals', (SELECT coalesce(jsonb_agg(to_jsonb(d)), '[]') FROM (
                    SELECT o.id, o.title, o.stage, o.state, o.amount_cents, o.expected_close, o.lost_reason, o.version,
                        CASE WHEN o.state = 'open' AND p.deal_id IS NOT NULL THEN jsonb_build_object(
                            'basis_points', p.probability_basis_points, 'low_basis_points', p.low_basis_points,
                            'high_basis_points', p.high_basis_points, 'label', p.label,
                            'outcomes', coalesce(m.examples, 0)) END AS chance
                    FROM pipeline_opportunities AS o
                    LEFT JOIN LATERAL (
                        SELECT * FROM scoring.v_deal_chances AS v WHERE v.deal_id = o.id OFFSET 0) AS p ON true
                    LEFT JOIN scoring.v_models AS m ON m.id = p.model_id
                    WHERE o.lead_id = $1 ORDER BY o.created_at DESC LIMIT 50) AS d),
                'proposed', coalesce((SELECT candidates FROM intake.v_identifications
                    WHERE company_id = $3 AND state = 'doubtful'), '[]'),
                'decision', (SELECT to_jsonb(d) FROM (
                    SELECT kind, chosen, reasons, candidates,
                        to_char(decided_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS decided_at
                    FROM assignment.v_decisions WHERE lead_id = $1 ORDER BY v_decisions.decided_at DESC LIMIT 1) AS d),
                'colleagues', (SELECT coalesce(jsonb_object_agg(u.id, u.display_name), '{}') FROM (
                    SELECT id, display_name FROM users WHERE department_id = $4 ORDER BY id LIMIT 500) AS u),
                'told', (SELECT coalesce(jsonb_agg(to_jsonb(f) ORDER BY f.closing_date DESC), '[]') FROM (
                    SELECT v.period AS closing_date, (v.value #>> '{}')::bigint AS amount_cents, u.display_name AS by,
                        CASE WHEN u.id IS NOT NULL THEN v.note END AS note,
                        to_char(v.fetched_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS at
                    FROM enrichment.v_facts AS v LEFT JOIN users AS u ON u.id::text = v.actor
                        AND u.department_id = $4
                    WHERE v.siren = $2 AND v.field = 'turnover' AND v.source = 'person'
                    ORDER BY v.period DESC LIMIT 12) AS f),
                'conflicts', coalesce((SELECT d.record -> 'conflicts' FROM enrichment.v_dossiers AS d
                    WHERE d.siren = $2), '[]'),
                'reach', (SELECT to_jsonb(r) FROM (
                    SELECT phone, email, site, coalesce(is_personal_mobile, false) AS is_personal_mobile, source,
                        to_char(v.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS at
                    FROM enrichment.v_reach AS v WHERE v.siren = $2) AS r),
                'advice', (SELECT to_jsonb(n) FROM scoring.v_advice AS n WHERE n.lead_id = $1),
                'playbooks', (SELECT coalesce(jsonb_agg(n.name ORDER BY n.name), '[]') FROM (
                    SELECT DISTINCT b.name FROM scoring.v_playbooks AS b WHERE b.department_id = $4 LIMIT 100) AS n),
                'reach_question', (SELECT to_jsonb(q) FROM (
                    SELECT step ->> 'provider' AS provider, (step ->> 'priceCents')::bigint AS price_cents,
                        (w.body ->> 'perCompanyCents')::bigint AS per_company_cents,
                        coalesce((SELECT sum(c.cost_cents) FROM enrichment.v_provider_calls AS c
                            WHERE c.siren = $2 AND c.cost_cents > 0 AND c.at > now() - interval '365 days'), 0) AS spent_cents,
                        coalesce(p.configured, true) AND p.stopped_at IS NULL AS is_ready,
                        (SELECT t ->> 'outcome' FROM enrichment.v_dossiers AS d, jsonb_array_elements(d.record -> 'trail') AS t
                            WHERE d.siren = $2 AND t ->> 'question' = 'reach' AND t ->> 'provider' = step ->> 'provider'
                            LIMIT 1) AS outcome
                    FROM (SELECT body FROM enrichment.v_waterfalls ORDER BY version DESC LIMIT 1) AS w
                    CROSS JOIN jsonb_array_elements(w.body -> 'steps') WITH ORDINALITY AS s (step, place)
                    LEFT JOIN enrichment.v_provider_state AS p ON p.provider = step ->> 'provider'
                    WHERE step ->> 'question' = 'reach' ORDER BY place LIMIT 1) AS q))
            """,
            lead.id,
            lead.siren,
            lead.companyId,
            lead.department
        ).first
        guard let row else { throw Problem.unexpected }
        return try JSONBody.decoder.decode(LeadDetails.self, from: Data(row.value(0, as: JSONB.self).bytes))
    }
}
