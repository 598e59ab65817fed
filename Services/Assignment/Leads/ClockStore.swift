import Contracts
import Foundation
import Postgres

/// Deadlines of first contact.
enum ClockStore {
    /// Ends the clocks of leads that left their owner or the queue.
    static func close(_ leads: [LeadID], at now: Date) -> PostgresStatement {
        PostgresStatement(
            """
            UPDATE sla_clocks SET ended_at = $2, result = 'closed'
            WHERE lead_id = ANY($1::uuid[]) AND ended_at IS NULL
            """,
            leads.map(\.rawValue),
            now
        )
    }

    /// The first contact was made: in time or not.
    static func touch(_ touches: [Touch], in tx: isolated PostgresSession) throws {
        let touches = touches.sorted { $0.lead.description < $1.lead.description }
        try tx.pipeline([
            PostgresStatement(
                """
                INSERT INTO touches AS t (lead_id, department_id, at)
                SELECT lead_id, min(department_id), max(at)
                FROM unnest($1::uuid[], $2::text[], $3::timestamptz[]) AS e (lead_id, department_id, at)
                GROUP BY lead_id ORDER BY lead_id
                ON CONFLICT (lead_id) DO UPDATE SET at = greatest(t.at, excluded.at)
                """,
                touches.map(\.lead.rawValue),
                touches.map(\.department.rawValue),
                touches.map(\.at)
            ),
            PostgresStatement(
                """
                UPDATE sla_clocks AS c SET ended_at = greatest(c.started_at, e.at),
                    result = CASE WHEN e.at <= c.due_at THEN 'met' ELSE 'breached' END
                FROM (SELECT lead_id, min(at) AS at FROM unnest($1::uuid[], $2::timestamptz[]) AS t (lead_id, at)
                    GROUP BY lead_id) AS e
                WHERE c.lead_id = e.lead_id AND c.ended_at IS NULL
                """,
                touches.map(\.lead.rawValue),
                touches.map(\.at)
            ),
        ])
    }
}

/// A colleague was in contact with a lead.
struct Touch: Sendable {
    var lead: LeadID
    var department: DepartmentID
    var at: Date
}
