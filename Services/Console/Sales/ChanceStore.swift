import Contracts
import Foundation
import Postgres

/// Closing probabilities, as scoring publishes them.
enum ChanceStore {
    /// - Returns: nil of a deal that is over, and while scoring has said nothing of it.
    static func find(_ deal: DealID, in tx: isolated PostgresSession) throws -> Chance? {
        try tx.query(
            """
            SELECT p.probability_basis_points, p.low_basis_points, p.high_basis_points, p.label, coalesce(m.examples, 0)
            FROM pipeline_opportunities AS d JOIN scoring.v_deal_chances AS p ON p.deal_id = d.id
            LEFT JOIN scoring.v_models AS m ON m.id = p.model_id
            WHERE d.id = $1 AND d.state = 'open'
            """,
            deal.rawValue
        ).first.flatMap { try chance($0, at: 0) }
    }

    /// Five columns from `place` on; nil where the first is.
    static func chance(_ row: PostgresRow, at place: Int) throws -> Chance? {
        guard let basisPoints = try row.value(place, as: Int?.self) else { return nil }
        return Chance(
            basisPoints: basisPoints,
            lowBasisPoints: try row.value(place + 1),
            highBasisPoints: try row.value(place + 2),
            label: try row.value(place + 3),
            outcomes: try row.value(place + 4)
        )
    }
}
