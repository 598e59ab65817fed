import Contracts
import Foundation
import Postgres

/// Tables `call_hours` and `call_windows`, department by department.
enum CallHourStore {
    /// Counts all calls of the year again: whatever came late, twice, or was erased, the count is of what there is.
    /// Rows that are right already are left alone. A wrong number says nothing of the hour.
    static func count(until moment: Date, zone: TimeZone, in tx: isolated PostgresSession) throws {
        try tx.execute(
            """
            WITH counted AS MATERIALIZED (
                SELECT department_id, extract(isodow FROM at AT TIME ZONE $3)::smallint AS weekday,
                    extract(hour FROM at AT TIME ZONE $3)::smallint AS hour, count(*) AS tried,
                    count(*) FILTER (WHERE outcome IN ('reached', 'callback', 'not_interested')) AS reached
                FROM activities
                WHERE kind = 'call' AND NOT inbound AND at > $1 AND at <= $2
                    AND outcome IN ('reached', 'callback', 'not_interested', 'voicemail', 'no_answer')
                GROUP BY 1, 2, 3
            ), gone AS (
                DELETE FROM call_hours AS h WHERE NOT EXISTS (
                    SELECT FROM counted AS c
                    WHERE c.department_id = h.department_id AND c.weekday = h.weekday AND c.hour = h.hour)
            )
            INSERT INTO call_hours AS h (department_id, weekday, hour, tried, reached)
            SELECT department_id, weekday, hour, tried, reached FROM counted ORDER BY 1, 2, 3
            ON CONFLICT (department_id, weekday, hour) DO UPDATE
                SET tried = excluded.tried, reached = excluded.reached
            WHERE (h.tried, h.reached) IS DISTINCT FROM (excluded.tried, excluded.reached)
            """,
            moment.addingTimeInterval(-365 * 86_400),
            moment,
            zone.identifier
        )
    }

    static func slots(in tx: isolated PostgresSession) throws -> [DepartmentID: [CallSlot]] {
        var slots: [DepartmentID: [CallSlot]] = [:]
        let rows = try tx.query(
            """
            SELECT department_id, weekday::bigint, hour::bigint, tried, reached FROM call_hours
            ORDER BY department_id, weekday, hour
            """
        )
        for row in rows {
            let (department, weekday, hour, tried, reached) = try row.decode(
                String.self,
                Int.self,
                Int.self,
                Int.self,
                Int.self
            )
            slots[DepartmentID(rawValue: department), default: []]
                .append(CallSlot(weekday: weekday, hour: hour, tried: tried, reached: reached))
        }
        return slots
    }

    struct Window: Sendable {
        let department: DepartmentID
        let hours: Advice.Hours
        let found: CallHours
    }

    /// Puts these in the place of all that stand.
    static func replace(_ windows: [Window], in tx: isolated PostgresSession) throws {
        let best = windows.map(\.found.best)
        try tx.execute(
            """
            WITH found AS MATERIALIZED (
                SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::bigint[], $5::bigint[], $6::smallint[],
                    $7::smallint[], $8::smallint[], $9::bigint[], $10::bigint[], $11::integer[], $12::integer[])
                    AS f (department_id, hours, verdict, all_tried, all_reached, weekday, from_hour, to_hour, tried,
                        reached, low_basis_points, high_basis_points)
            ), gone AS (
                DELETE FROM call_windows AS w WHERE NOT EXISTS (
                    SELECT FROM found AS f WHERE f.department_id = w.department_id AND f.hours = w.hours)
            )
            INSERT INTO call_windows AS w (department_id, hours, verdict, all_tried, all_reached, weekday, from_hour,
                to_hour, tried, reached, low_basis_points, high_basis_points)
            SELECT * FROM found
            ON CONFLICT (department_id, hours) DO UPDATE SET verdict = excluded.verdict,
                all_tried = excluded.all_tried, all_reached = excluded.all_reached, weekday = excluded.weekday,
                from_hour = excluded.from_hour, to_hour = excluded.to_hour, tried = excluded.tried,
                reached = excluded.reached, low_basis_points = excluded.low_basis_points,
                high_basis_points = excluded.high_basis_points
            WHERE (w.*) IS DISTINCT FROM (excluded.*)
            """,
            windows.map(\.department.rawValue),
            windows.map(\.hours.rawValue),
            windows.map(\.found.verdict.rawValue),
            windows.map(\.found.tried),
            windows.map(\.found.reached),
            best.map { $0?.weekday },
            best.map { $0?.hours.lowerBound },
            best.map { $0?.hours.upperBound },
            best.map { $0?.tried },
            best.map { $0?.reached },
            best.map { $0?.lowBasisPoints },
            best.map { $0?.highBasisPoints }
        )
    }
}
