import Contracts
import Foundation
import Postgres

/// Reads `score_history` as far as inputs were kept.
enum RecordedScoreStore {
    /// The latest score of each lead within `window`, by lead.
    static func page(
        _ window: Range<Date>,
        after: UUID?,
        limit: Int,
        in tx: isolated PostgresSession
    ) throws -> [RecordedScore] {
        let rows = try tx.query(
            """
            SELECT DISTINCT ON (lead_id) lead_id, points, band, urgency, inputs, exclusion_code IS NOT NULL,
                rule_set
            FROM score_history
            WHERE computed_at >= $1 AND computed_at < $2 AND inputs IS NOT NULL
                AND lead_id > coalesce($3, '00000000-0000-0000-0000-000000000000'::uuid)
            ORDER BY lead_id, version DESC LIMIT $4
            """,
            window.lowerBound,
            window.upperBound,
            after,
            limit
        )
        return try rows.map { row in
            let (lead, points, band, urgency, inputs, isExcluded, ruleSet) = try row.decode(
                UUID.self,
                Int.self,
                String.self,
                String.self,
                JSONB.self,
                Bool.self,
                String.self
            )
            return RecordedScore(
                lead: LeadID(rawValue: lead),
                result: .init(points: points, band: band, urgency: urgency),
                inputs: try Wire.decode(ScoreInputs.self, from: inputs.bytes),
                ruleSet: ruleSet,
                isExcluded: isExcluded
            )
        }
    }
}
