import Contracts
import Foundation
import FrenchBusiness
import Postgres

/// A threshold that was crossed.
struct RaisedAlert: Sendable, Equatable {
    var key: String
    /// in French
    var label: String
    var unit: String
    var department: DepartmentID
    var value: Double
    var threshold: Double
    /// `above` or `below`
    var direction: String
}

/// Figures, their thresholds and what they are made of.
enum FigureStore {
    /// Of every active department, also of those without a deal or a lead.
    static func facts(now: Date, in tx: isolated PostgresSession) throws -> [FigureFacts] {
        try tx.query(
            """
            WITH deals AS (
                SELECT d.department_id, count(*) FILTER (WHERE d.state = 'open') AS open,
                    -- Held within a bigint: absurd amounts must not stop the figures. The rules' word is no measured
                    -- rate.
                    least(9e18, coalesce(sum(d.amount_cents::numeric
                        * coalesce(p.probability_basis_points, 100 * v.probability_percent, 0))
                        FILTER (WHERE d.state = 'open'), 0))::bigint AS weighted,
                    count(*) FILTER (WHERE d.state = 'won') AS won, count(*) FILTER (WHERE d.state = 'lost') AS lost
                FROM deal_snapshots AS d LEFT JOIN sales.v_lead_stages AS v ON v.key = d.stage
                    LEFT JOIN deal_chances AS p ON p.deal_id = d.deal_id AND p.label <> 'regles'
                WHERE d.state = 'open' OR d.closed_at > $1::timestamptz - interval '90 days' GROUP BY d.department_id
            ), stuck AS (
                SELECT f.department_id, count(*) AS stuck FROM findings AS f JOIN deal_snapshots AS d USING (deal_id)
                WHERE f.kind = 'stuck' AND f.resolved_at IS NULL AND d.state = 'open' GROUP BY f.department_id
            ), leads AS (
                SELECT department_id, count(*) FILTER (WHERE registered) AS registered,
                    count(*) FILTER (WHERE score_version > 0 AND NOT barred) AS scored,
                    count(*) FILTER (WHERE state = 'owned' AND NOT barred) AS owned,
                    count(*) FILTER (WHERE state = 'pooled' AND NOT barred) AS pooled,
                    count(*) FILTER (WHERE state = 'unassignable' AND NOT barred) AS unassignable
                FROM lead_snapshots GROUP BY department_id
            )
            SELECT p.id, coalesce(open, 0), coalesce(weighted, 0), coalesce(won, 0), coalesce(lost, 0),
                coalesce(stuck, 0), coalesce(registered, 0), coalesce(scored, 0), coalesce(owned, 0),
                coalesce(pooled, 0), coalesce(unassignable, 0)
            FROM people.v_departments AS p LEFT JOIN deals ON deals.department_id = p.id
                LEFT JOIN stuck ON stuck.department_id = p.id LEFT JOIN leads ON leads.department_id = p.id
            WHERE p.active ORDER BY p.id
            """,
            now
        ).map { row in
            FigureFacts(
                department: DepartmentID(rawValue: try row.value(0)),
                open: try row.value(1),
                weighted: try row.value(2),
                won: try row.value(3),
                lost: try row.value(4),
                stuck: try row.value(5),
                registered: try row.value(6),
                scored: try row.value(7),
                owned: try row.value(8),
                pooled: try row.value(9),
                unassignable: try row.value(10)
            )
        }
    }

    static func save(
        _ figures: [(department: DepartmentID, results: [FigureResult])],
        day: CivilDate,
        now: Date,
        in tx: isolated PostgresSession
    ) throws {
        let rows = figures.flatMap { one in one.results.map { (department: one.department, result: $0) } }
        try tx.execute(
            """
            INSERT INTO kpi_results (key, version, department_id, value, numerator, denominator, examples, day,
                computed_at)
            SELECT *, $8, $9 FROM unnest($1::text[], $2::integer[], $3::text[], $4::double precision[],
                $5::double precision[], $6::double precision[], $7::integer[])
            ON CONFLICT (department_id, key, day, version) DO UPDATE SET value = excluded.value,
                numerator = excluded.numerator, denominator = excluded.denominator, examples = excluded.examples,
                computed_at = excluded.computed_at
            """,
            rows.map(\.result.key),
            rows.map(\.result.version),
            rows.map(\.department.rawValue),
            rows.map(\.result.value),
            rows.map(\.result.numerator),
            rows.map(\.result.denominator),
            rows.map(\.result.examples),
            day.postgresDay,
            now
        )
    }

    /// Gives departments without a threshold of their own the house's.
    static func defaultAlert(
        _ key: String,
        above threshold: Double,
        for departments: [DepartmentID],
        in tx: isolated PostgresSession
    ) throws {
        try tx.execute(
            """
            INSERT INTO kpi_alerts (id, key, department_id, direction, threshold, set_by)
            SELECT a.id, $2, a.department_id, 'above', $3, 'default'
            FROM unnest($1::uuid[], $4::text[]) AS a (id, department_id)
            WHERE NOT EXISTS (SELECT FROM kpi_alerts AS k WHERE k.key = $2 AND k.department_id = a.department_id)
            ON CONFLICT DO NOTHING
            """,
            departments.map { _ in UUIDv7.make() },
            key,
            threshold,
            departments.map(\.rawValue)
        )
    }

    /// Marks the thresholds that the day's figures crossed; each once a day.
    static func raise(day: CivilDate, in tx: isolated PostgresSession) throws -> [RaisedAlert] {
        try tx.query(
            """
            UPDATE kpi_alerts AS a SET raised_on = $1, raised_value = r.value
            FROM kpi_results AS r JOIN kpi_definitions AS k USING (key, version)
            WHERE r.department_id = a.department_id AND r.key = a.key AND r.day = $1 AND k.active AND a.active
                AND a.raised_on IS DISTINCT FROM $1
                AND CASE a.direction WHEN 'above' THEN r.value > a.threshold ELSE r.value < a.threshold END
            RETURNING a.key, k.label, k.unit, a.department_id, r.value, a.threshold, a.direction
            """,
            day.postgresDay
        ).map { row in
            RaisedAlert(
                key: try row.value(0),
                label: try row.value(1),
                unit: try row.value(2),
                department: DepartmentID(rawValue: try row.value(3)),
                value: try row.value(4),
                threshold: try row.value(5),
                direction: try row.value(6)
            )
        }
    }
}
