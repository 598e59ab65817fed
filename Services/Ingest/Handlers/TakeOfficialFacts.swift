import Contracts
import Messaging
import Postgres

/// Completes companies with what the registers say, so that a bare list of SIRENs shows names. What a list said stays;
/// size, form and activity follow the registers. Nothing is announced: the facts are known already.
///
/// Writes `companies`.
struct TakeOfficialFacts: BatchHandler {
    static let name = "ingest.take-official-facts"

    func handle(_ deliveries: [Delivery<CompanyEnriched>], in tx: isolated PostgresSession) throws -> [Outcome] {
        try OfficialFactsStore.take(deliveries.map(\.message), in: tx)
        return deliveries.map { _ in .done }
    }
}
