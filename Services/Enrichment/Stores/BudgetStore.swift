import Foundation
import Postgres

/// Table `provider_state`: what a provider has cost today.
enum BudgetStore {
    /// Takes the price of a call out of the day's budget before it leaves.
    /// - Returns: false if the ceiling would be passed; nothing is taken then, and the provider rests until tomorrow.
    static func take(
        _ cents: Int,
        of provider: String,
        atMost ceiling: Int,
        in tx: isolated PostgresSession
    ) throws -> Bool {
        let taken = try tx.query(
            """
            UPDATE provider_state SET
                spent_cents = CASE WHEN day = current_date THEN spent_cents ELSE 0 END + $2, day = current_date,
                calls = CASE WHEN day = current_date THEN calls ELSE 0 END
            WHERE provider = $1 AND CASE WHEN day = current_date THEN spent_cents ELSE 0 END + $2 <= $3
            RETURNING 1::bigint
            """,
            provider,
            Int64(cents),
            Int64(ceiling)
        )
        return !taken.isEmpty
    }

    /// Tomorrow, by the database's clock, when the day's budget begins again.
    static func tomorrow(in tx: isolated PostgresSession) throws -> Date? {
        try tx.query("SELECT (current_date + 1)::timestamptz").first?.value(0, as: Date.self)
    }

    /// Gives back what a call did not cost after all.
    static func giveBack(_ cents: Int, to provider: String, in tx: isolated PostgresSession) throws {
        guard cents > 0 else { return }
        try tx.enqueue(
            """
            UPDATE provider_state SET spent_cents = greatest(0, spent_cents - $2)
            WHERE provider = $1 AND day = current_date
            """,
            provider,
            Int64(cents)
        )
    }
}
