import Contracts
import Foundation
import Postgres

/// Which model leads are judged by, in the one row of `learning`.
///
/// It follows the model that serves deals, at a distance, and changes as rules do: behind everybody who scores, and a
/// look at all leads follows.
enum LeadsModelStore {
    /// Of the commit, as ``RuleSetStore/keepInForce`` holds it.
    static let current = PostgresStatement("SELECT leads_model FROM learning")

    static func id(_ rows: PostgresRows) throws -> UUID? { try rows.first?.value(0, as: UUID?.self) ?? nil }

    /// - Returns: whether another model than theirs has served since, with outcomes enough, and theirs has long enough.
    static func isDue(_ rule: Rule, in tx: isolated PostgresSession) throws -> Bool {
        try !tx.query(
            """
            SELECT FROM learning AS l
            LEFT JOIN models AS m ON m.name = $1 AND m.status = 'active' AND m.examples >= $2::bigint
            WHERE m.id IS DISTINCT FROM l.leads_model AND (l.leads_since IS NULL OR l.leads_since <= $3)
            """,
            ModelStore.name,
            rule.outcomes,
            rule.since
        ).isEmpty
    }

    struct Rule: Sendable {
        /// Fewest that a model must have learnt from.
        let outcomes: Int
        /// The present one must have judged leads since then.
        let since: Date
    }

    /// Takes the model that serves, or none. Behind everybody who scores; never waits for who learns meanwhile.
    /// - Returns: whether leads are judged by another one now.
    static func follow(_ rule: Rule, at moment: Date, in tx: isolated PostgresSession) throws -> Bool {
        try RuleSetStore.waitForScorers(in: tx)
        guard try !tx.query("SELECT FROM learning FOR UPDATE SKIP LOCKED").isEmpty, try isDue(rule, in: tx) else {
            return false
        }
        try tx.execute(
            """
            WITH serving AS (
                UPDATE models SET judged_leads_at = $3
                WHERE name = $1 AND status = 'active' AND examples >= $2::bigint RETURNING id
            )
            UPDATE learning SET leads_model = (SELECT id FROM serving), leads_since = $3
            """,
            ModelStore.name,
            rule.outcomes,
            moment
        )
        return true
    }
}
