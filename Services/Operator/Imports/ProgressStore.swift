import Foundation
import Postgres

/// Rows of an import that stand alike.
struct RowGroup: Sendable {
    let facts: LeadStage.Facts
    let rows: Int
    /// The first ten, for people who look for the reason.
    let lines: [Int]
}

/// How far an import's rows have come, from the views that each service publishes.
enum ProgressStore {
    static func groups(of importID: UUID, in tx: isolated PostgresSession) throws -> [RowGroup] {
        try tx.query(
            """
            SELECT r.result, c.status, e.state, s.version, a.state, a.score_version, d.kind, n.told, count(*),
                (array_agg(r.line::bigint ORDER BY r.line))[1:10]
            FROM intake.v_import_rows AS r
            LEFT JOIN intake.v_companies AS c ON c.id = r.company_id
            LEFT JOIN enrichment.v_companies AS e ON e.company_id = r.company_id
            LEFT JOIN scoring.v_scores AS s ON s.lead_id = r.lead_id
            LEFT JOIN assignment.v_leads AS a ON a.lead_id = r.lead_id
            LEFT JOIN assignment.v_decisions AS d ON d.id = a.decision_id
            -- All messages at once: looked at lead by lead, a large import under way would read the table for each of
            -- its rows. A line of a digest waits until the digest has ended.
            LEFT JOIN (
                SELECT m.lead_id, CASE WHEN bool_or(m.state IN ('pending', 'sending')) THEN 'under_way' ELSE 'ended' END
                    AS told
                FROM notification.v_messages AS m
                WHERE m.lead_id IN (SELECT lead_id FROM intake.v_import_rows WHERE batch_id = $1)
                GROUP BY m.lead_id
            ) AS n ON n.lead_id = r.lead_id
            WHERE r.batch_id = $1
            GROUP BY r.result, c.status, e.state, s.version, a.state, a.score_version, d.kind, n.told
            """,
            importID
        ).map { row in
            RowGroup(
                facts: LeadStage.Facts(
                    result: try row.value(0),
                    company: try row.value(1),
                    enrichment: try row.value(2),
                    scoreVersion: try row.value(3),
                    assignment: try row.value(4),
                    seenVersion: try row.value(5),
                    decision: try row.value(6),
                    told: try row.value(7, as: String?.self).flatMap(LeadStage.Facts.Told.init) ?? .nobody
                ),
                rows: try row.value(8),
                lines: try row.value(9)
            )
        }
    }
}
