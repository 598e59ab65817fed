import Contracts
import Messaging
import Postgres

/// Marks companies that ended. Nothing is announced: whoever needs to know hears ``CompanyCeased`` itself.
struct MarkCompanyCeased: BatchHandler {
    static let name = "ingest.mark-company-ceased"

    func handle(_ deliveries: [Delivery<CompanyCeased>], in tx: isolated PostgresSession) throws -> [Outcome] {
        try CeasedStore.mark(deliveries.map(\.message), in: tx)
        return deliveries.map { _ in .done }
    }
}
