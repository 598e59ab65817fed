import Contracts
import Foundation
import FrenchBusiness
import Postgres

/// The current score of each lead, its lines, and what it was before.
enum ScoreStore {
    /// Replaces scores and lines. Sent with the next round trip: nothing of it is needed before the commit.
    static func save(_ verdicts: [Verdict], _ causes: Causes, at moment: Date, in tx: isolated PostgresSession) throws {
        guard !verdicts.isEmpty else { return }
        let events = verdicts.map(\.event)
        let lines = events.flatMap { event in
            event.score.lines.enumerated().map { (lead: event, position: $0.offset, line: $0.element) }
        }
        try tx.enqueue(
            """
            WITH saved AS (
                INSERT INTO scores (lead_id, company_id, department_id, points, priority, band, urgency, size_class,
                    turnover_status, latest_cents, latest_closing, change_basis_points, trend, rule_set, inputs,
                    exclusion_code, exclusion_text, fingerprint, version, inputs_fingerprint, lifts, computed_at)
                SELECT *, $20::timestamptz FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::integer[],
                    $5::integer[], $6::text[], $7::text[], $8::text[], $9::text[], $10::bigint[], $11::date[],
                    $12::bigint[], $13::text[], $14::text[], $15::jsonb[], $16::text[], $17::text[], $18::bigint[],
                    $19::bigint[], $31::bigint[], $32::jsonb[])
                ON CONFLICT (lead_id) DO UPDATE SET company_id = excluded.company_id,
                    department_id = excluded.department_id, points = excluded.points, priority = excluded.priority,
                    band = excluded.band, urgency = excluded.urgency, size_class = excluded.size_class,
                    turnover_status = excluded.turnover_status, latest_cents = excluded.latest_cents,
                    latest_closing = excluded.latest_closing, change_basis_points = excluded.change_basis_points,
                    trend = excluded.trend, rule_set = excluded.rule_set, inputs = excluded.inputs,
                    exclusion_code = excluded.exclusion_code, exclusion_text = excluded.exclusion_text,
                    fingerprint = excluded.fingerprint, version = excluded.version,
                    inputs_fingerprint = excluded.inputs_fingerprint, lifts = excluded.lifts,
                    computed_at = excluded.computed_at
            ), explained AS (
                INSERT INTO score_lines AS l (lead_id, position, department_id, rule, points, input, source,
                    source_date, text, english)
                SELECT * FROM unnest($21::uuid[], $22::smallint[], $23::text[], $24::text[], $25::integer[],
                    $26::text[], $27::text[], $28::date[], $29::text[], $33::text[])
                ON CONFLICT (lead_id, position) DO UPDATE SET department_id = excluded.department_id,
                    rule = excluded.rule, points = excluded.points, input = excluded.input, source = excluded.source,
                    source_date = excluded.source_date, text = excluded.text, english = excluded.english
                WHERE (l.department_id, l.rule, l.points, l.input, l.source, l.source_date, l.text, l.english)
                    IS DISTINCT FROM (excluded.department_id, excluded.rule, excluded.points, excluded.input,
                        excluded.source, excluded.source_date, excluded.text, excluded.english)
            ), surplus AS (
                DELETE FROM score_lines AS l USING unnest($1::uuid[], $30::integer[]) AS k (lead_id, lines)
                WHERE l.lead_id = k.lead_id AND l.position >= k.lines
            )
            INSERT INTO score_history (lead_id, version, department_id, points, band, urgency, rule_set, inputs,
                exclusion_code, model_id, digest, causes, computed_at)
            SELECT lead_id, version, department_id, points, band, urgency, rule_set, inputs, exclusion_code, model_id,
                digest, string_to_array(causes, ',')::uuid[], $20::timestamptz
            FROM unnest($1::uuid[], $19::bigint[], $3::text[], $4::integer[], $6::text[],
                $7::text[], $14::text[], $15::jsonb[], $16::text[], $34::uuid[], $35::bigint[], $36::text[])
                AS h (lead_id, version, department_id, points, band, urgency, rule_set, inputs, exclusion_code,
                    model_id, digest, causes)
            """,
            events.map(\.leadID.rawValue),
            events.map(\.companyID.rawValue),
            events.map(\.department.rawValue),
            events.map(\.score.points),
            events.map(\.priority),
            events.map(\.band),
            events.map(\.urgency),
            events.map(\.sizeClass),
            events.map(\.turnover.status),
            events.map(\.turnover.latestCents),
            events.map { $0.turnover.latestClosing?.postgresDay },
            events.map(\.turnover.changeBasisPoints),
            events.map(\.turnover.trend),
            events.map(\.score.ruleSet),
            try verdicts.map { try JSONB(Wire.encode($0.inputs)) },
            events.map { $0.exclusion?.code },
            events.map { $0.exclusion?.text },
            verdicts.map(\.fingerprint),
            events.map(\.version),
            moment,
            lines.map(\.lead.leadID.rawValue),
            lines.map(\.position),
            lines.map(\.lead.department.rawValue),
            lines.map(\.line.rule),
            lines.map(\.line.points),
            lines.map(\.line.input),
            lines.map(\.line.source),
            lines.map { $0.line.date?.postgresDay },
            lines.map(\.line.text),
            events.map(\.score.lines.count),
            verdicts.map(\.inputsFingerprint),
            try verdicts.map { try JSONB(Wire.encode($0.lifts)) },
            lines.map(\.line.english),
            verdicts.map(\.model),
            verdicts.map(\.digest),
            verdicts.map { causes.of($0).map(\.uuidString).joined(separator: ",") }
        )
    }

    /// Keeps what the rules see now of leads whose scores look as before.
    static func refresh(_ verdicts: [Verdict], in tx: isolated PostgresSession) throws {
        guard !verdicts.isEmpty else { return }
        try tx.enqueue(
            """
            UPDATE scores AS s SET inputs = n.inputs, inputs_fingerprint = n.inputs_fingerprint,
                rule_set = n.rule_set, fingerprint = n.fingerprint
            FROM unnest($1::uuid[], $2::jsonb[], $3::bigint[], $4::text[], $5::bigint[])
                AS n (lead_id, inputs, inputs_fingerprint, rule_set, fingerprint)
            WHERE s.lead_id = n.lead_id
            """,
            verdicts.map(\.event.leadID.rawValue),
            try verdicts.map { try JSONB(Wire.encode($0.inputs)) },
            verdicts.map(\.inputsFingerprint),
            verdicts.map(\.event.score.ruleSet),
            verdicts.map(\.fingerprint)
        )
    }
}
