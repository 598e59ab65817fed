import Contracts
import Postgres

/// Table `provider_calls`: searches by name, which are about a company and no SIREN.
enum SearchCallStore {
    static func append(_ call: SearchCall, in tx: isolated PostgresSession) throws {
        try tx.enqueue(
            """
            INSERT INTO provider_calls (id, provider, company_id, operation, at, status, outcome, duration_ms)
            VALUES ($1, $2, $3, 'by_name', $4, $5, $6, $7)
            """,
            call.id,
            call.provider,
            call.company.rawValue,
            call.at,
            call.status,
            call.outcome.rawValue,
            call.durationMs
        )
    }
}
