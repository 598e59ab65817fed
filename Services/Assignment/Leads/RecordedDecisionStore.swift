import Contracts
import Foundation
import Postgres

/// A decision with all that it was made on.
struct RecordedDecision: Sendable {
    let lead: LeadID
    let chosen: UserID?
    let verdicts: [Verdict]
    let reasons: [String]
    let inputs: DecisionInputs
}

/// Reads `decisions` that weighed colleagues.
enum RecordedDecisionStore {
    /// The latest decision about each lead within `window`, by lead.
    static func page(
        _ window: Range<Date>,
        about: UUID?,
        after: UUID?,
        limit: Int,
        in tx: isolated PostgresSession
    ) throws -> [RecordedDecision] {
        let rows = try tx.query(
            """
            SELECT DISTINCT ON (lead_id) lead_id, chosen, candidates, to_jsonb(reasons), inputs FROM decisions
            WHERE decided_at >= $1 AND decided_at < $2 AND inputs <> 'null' AND kind <> 'by_hand'
                AND lead_id > coalesce($3, '00000000-0000-0000-0000-000000000000'::uuid)
                AND ($5::uuid IS NULL OR lead_id = $5::uuid)
            ORDER BY lead_id, decided_at DESC LIMIT $4
            """,
            window.lowerBound,
            window.upperBound,
            after,
            limit,
            about
        )
        return try rows.map { row in
            let (lead, chosen, verdicts, reasons, inputs) = try row.decode(
                UUID.self,
                UUID?.self,
                JSONB.self,
                JSONB.self,
                JSONB.self
            )
            return RecordedDecision(
                lead: LeadID(rawValue: lead),
                chosen: chosen.map(UserID.init(rawValue:)),
                verdicts: try Wire.decode([Verdict].self, from: verdicts.bytes),
                reasons: try Wire.decode([String].self, from: reasons.bytes),
                inputs: try Wire.decode(DecisionInputs.self, from: inputs.bytes)
            )
        }
    }
}
