import Contracts
import Foundation
import Postgres

/// How far a model has judged all leads, in the one row of `learning`.
enum LeadWalkStore {
    struct Walk: Sendable {
        /// The model that it judges by, or judged by last.
        let model: UUID?
        /// The last lead that was judged; nil: the walk is over.
        let reached: UUID?
        let beganAt: Date?
    }

    /// Before every lead.
    static let start = UUID(uuid: (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0))

    /// Held until the transaction ends; nil while another holds it.
    static func walk(in tx: isolated PostgresSession) throws -> Walk? {
        try tx.query("SELECT walk_model, walk_reached, walk_began_at FROM learning FOR UPDATE SKIP LOCKED").first
            .map { row in
                Walk(model: try row.value(0), reached: try row.value(1), beganAt: try row.value(2))
            }
    }

    static func begin(_ model: UUID, at moment: Date, in tx: isolated PostgresSession) throws {
        try tx.execute(
            "UPDATE learning SET walk_model = $1, walk_reached = $2, walk_began_at = $3",
            model,
            start,
            moment
        )
    }

    static func reach(_ lead: UUID?, in tx: isolated PostgresSession) throws {
        try tx.execute("UPDATE learning SET walk_reached = $1", lead)
    }

    /// A lead with its score and the chance that it was given last.
    struct Scored: Sendable {
        let lead: UUID
        let company: UUID
        let inputs: ScoreInputs
        let points: Int
        let ruleSet: String
        let basisPoints: Int?
    }

    static func page(after lead: UUID, limit: Int, in tx: isolated PostgresSession) throws -> [Scored] {
        try tx.query(
            """
            SELECT s.lead_id, s.company_id, s.inputs, s.points, s.rule_set, l.probability_basis_points
            FROM scores AS s JOIN leads AS l ON l.lead_id = s.lead_id
            WHERE s.lead_id > $1 AND s.exclusion_code IS NULL ORDER BY s.lead_id LIMIT $2::bigint
            """,
            lead,
            limit
        ).map { row in
            Scored(
                lead: try row.value(0),
                company: try row.value(1),
                inputs: try Wire.decode(ScoreInputs.self, from: row.value(2, as: JSONB.self).bytes),
                points: try row.value(3),
                ruleSet: try row.value(4),
                basisPoints: try row.value(5)
            )
        }
    }

    static func save(_ chances: [(lead: Scored, basisPoints: Int)]) -> PostgresStatement {
        PostgresStatement(
            """
            UPDATE leads AS l SET probability_basis_points = n.chance
            FROM unnest($1::uuid[], $2::integer[]) AS n (lead_id, chance) WHERE l.lead_id = n.lead_id
            """,
            chances.map(\.lead.lead),
            chances.map { Int32($0.basisPoints) }
        )
    }
}
