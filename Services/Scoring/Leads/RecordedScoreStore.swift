import Contracts
import Foundation
import Postgres

/// Reads `score_history` as far as inputs were kept.
enum RecordedScoreStore {
    /// The latest score of each lead within `window`, by lead.
    static func page(
        _ window: Range<Date>,
        about: UUID?,
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
                AND ($5::uuid IS NULL OR lead_id = $5::uuid)
            ORDER BY lead_id, version DESC LIMIT $4
            """,
            window.lowerBound,
            window.upperBound,
            after,
            limit,
            about
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

    /// The last score of a lead before `moment`, whatever was kept of it.
    static func last(of lead: UUID, before moment: Date, in tx: isolated PostgresSession) throws -> KeptScore? {
        try tx.query(
            """
            SELECT h.version, h.points, h.band, h.urgency, h.rule_set, h.computed_at, h.inputs, h.exclusion_code,
                h.model_id, m.parameters ->> 'hash', to_jsonb(h.causes), h.digest
            FROM score_history AS h LEFT JOIN models AS m ON m.id = h.model_id
            WHERE h.lead_id = $1 AND h.computed_at < $2 ORDER BY h.version DESC LIMIT 1
            """,
            lead,
            moment
        ).first.map { row in
            KeptScore(
                version: try row.value(0),
                result: .init(points: try row.value(1), band: try row.value(2), urgency: try row.value(3)),
                ruleSet: try row.value(4),
                computedAt: try row.value(5),
                inputs: try row.value(6, as: JSONB?.self).map { try Wire.decode(ScoreInputs.self, from: $0.bytes) },
                exclusion: try row.value(7),
                model: try row.value(8),
                modelHash: try row.value(9),
                causes: try row.value(10, as: JSONB?.self).map { try Wire.decode([UUID].self, from: $0.bytes) } ?? [],
                digest: try row.value(11)
            )
        }
    }
}
