import Contracts
import Foundation
import Postgres

/// Rule sets, as people look at them and as decisions are traced to them.
enum RuleSetStore {
    /// Writes down the set that the service was built with; a set that stands already is left as it is.
    static func publish(_ ruleSet: RuleSet, at moment: Date, in tx: isolated PostgresSession) throws {
        try tx.execute(
            """
            INSERT INTO rule_sets (id, name, version, definition, status, created_by, created_at, published_at)
            VALUES ($1, $2, 1, $3, 'published', 'scoring', $4, $4)
            ON CONFLICT DO NOTHING
            """,
            UUIDv7.make(at: moment),
            ruleSet.name,
            JSONB(try Wire.encode(ruleSet)),
            moment
        )
    }
}
