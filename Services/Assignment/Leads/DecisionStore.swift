import Contracts
import Foundation
import FrenchBusiness
import Postgres

/// A decision as it is written down.
struct DecisionRecord: Sendable {
    enum Kind: String, Sendable {
        case assigned, kept, reassigned, pooled, drawn, unassignable, excluded
    }

    var id: DecisionID
    var leadID: LeadID
    var department: DepartmentID
    var kind: Kind
    var chosen: UserID?
    var verdicts: [Verdict]
    var reasons: [String]
    /// nil: an exclusion, which weighs nobody
    var inputs: DecisionInputs?
    /// the deadline of a first contact that begins now
    var clockDueAt: Date?

    /// A colleague's capacity of the day is spent on it.
    var counts: Bool { [.assigned, .reassigned, .drawn].contains(kind) && chosen != nil }
}

/// Decisions, and what each sets going: the clock of the first contact and the day's load.
enum DecisionStore {
    static func record(_ records: [DecisionRecord], now: Date, day: CivilDate) throws -> PostgresStatement {
        PostgresStatement(
            """
            WITH decided AS (
                SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::uuid[], $6::jsonb[],
                    $7::jsonb[], $8::jsonb[], $9::timestamptz[], $10::boolean[])
                    AS d (id, lead_id, department_id, kind, chosen, candidates, reasons, inputs, due_at, counts)
            ), written AS (
                INSERT INTO decisions
                    (id, lead_id, department_id, kind, chosen, candidates, reasons, inputs, decided_at)
                SELECT id, lead_id, department_id, kind, chosen, candidates,
                    ARRAY(SELECT jsonb_array_elements_text(reasons)), inputs, $11
                FROM decided
            ), started AS (
                -- A contact that was heard of before the first hand-out had met its deadline.
                INSERT INTO sla_clocks
                    (id, lead_id, department_id, owner_id, kind, started_at, due_at, ended_at, result)
                SELECT d.id, d.lead_id, d.department_id, d.chosen, 'first_touch', $11, d.due_at,
                    CASE WHEN t.lead_id IS NOT NULL THEN $11::timestamptz END,
                    CASE WHEN t.lead_id IS NOT NULL THEN 'met' END
                FROM decided AS d LEFT JOIN touches AS t ON t.lead_id = d.lead_id AND d.kind <> 'reassigned'
                WHERE d.due_at IS NOT NULL
            )
            INSERT INTO daily_load AS l (user_id, day, department_id, assigned, last_at)
            SELECT chosen, $12, min(department_id), count(*), $11 FROM decided WHERE counts
            GROUP BY chosen ORDER BY chosen
            ON CONFLICT (user_id, day) DO UPDATE SET assigned = l.assigned + excluded.assigned,
                last_at = greatest(l.last_at, excluded.last_at)
            """,
            records.map(\.id.rawValue),
            records.map(\.leadID.rawValue),
            records.map(\.department.rawValue),
            records.map(\.kind.rawValue),
            records.map(\.chosen?.rawValue),
            try records.map { JSONB(try Wire.encode($0.verdicts)) },
            try records.map { JSONB(try Wire.encode($0.reasons)) },
            try records.map { JSONB(try Wire.encode($0.inputs)) },
            records.map(\.clockDueAt),
            records.map(\.counts),
            now,
            day.postgresDay
        )
    }
}
