import Contracts
import Foundation
import Postgres

/// Answers to requests, from the union of every service's journal.
enum AnswerStore {
    struct Answer: Sendable {
        let type: String
        let body: [UInt8]
    }

    /// Events of the story `correlation` that answer something, one per request answered.
    static func answers(
        to correlation: UUID,
        types: [String],
        in tx: isolated PostgresSession
    ) throws -> [Answer] {
        let rows = try tx.query(
            """
            SELECT DISTINCT ON (causation_id) type, body FROM msg.v_journal
            WHERE correlation_id = $1 AND causation_id IS NOT NULL AND type = ANY($2::text[])
            ORDER BY causation_id, occurred_at
            """,
            correlation,
            types
        )
        return try rows.map { Answer(type: try $0.value(0, as: String.self), body: try $0.value(1, as: [UInt8].self)) }
    }
}
