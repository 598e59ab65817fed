import Foundation
import Postgres

/// One domain row: that a hop handled a story.
struct Fact {
    let story: UUID
    let company: UUID
    let label: String
}

enum FactStore {
    static func add(_ facts: [Fact], hop: Int, in tx: isolated PostgresSession) throws {
        try tx.execute(
            """
            INSERT INTO bench.fact (hop, story, company_id, label)
            SELECT $1, story, company_id, label
            FROM unnest($2::uuid[], $3::uuid[], $4::text[]) AS f (story, company_id, label)
            """,
            hop,
            facts.map(\.story),
            facts.map(\.company),
            facts.map(\.label)
        )
    }
}
