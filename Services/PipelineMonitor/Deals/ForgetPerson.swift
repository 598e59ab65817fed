import Contracts
import Messaging
import Postgres

/// Drops the titles that may name an erased person. Writes `erasures`, `deal_snapshots`, `reports`.
struct ForgetPerson: BatchHandler {
    static let name = "pipeline-monitor.forget-person"

    func handle(_ deliveries: [Delivery<PersonErased>], in tx: isolated PostgresSession) throws -> [Outcome] {
        for erased in deliveries.map(\.message) {
            guard let company = erased.companyID else { continue }
            try ErasureStore.erase(company, in: erased.department, at: erased.at, tx)
        }
        return deliveries.map { _ in .done }
    }
}
