import Contracts
import Messaging
import Postgres

/// Drops the one thing kept here that may name an erased person: a sole trader's name on the leads' cards. Whether the
/// company may still be prospected, scoring says.
struct ForgetPerson: BatchHandler {
    static let name = "assignment.forget-person"

    func handle(_ deliveries: [Delivery<PersonErased>], in tx: isolated PostgresSession) throws -> [Outcome] {
        let companies = deliveries.compactMap(\.message.companyID)
        if !companies.isEmpty {
            try LockStore.takeAll(in: tx)
            try LeadStore.forgetNames(of: companies, in: tx)
        }
        return deliveries.map { _ in .done }
    }
}
