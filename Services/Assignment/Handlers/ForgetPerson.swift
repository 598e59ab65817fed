import Contracts
import Messaging
import Postgres

/// Drops the one thing kept here that may name an erased person: a sole trader's name on the leads' cards. Whether the
/// company may still be prospected, scoring says.
struct ForgetPerson: BatchHandler {
    static let name = "assignment.forget-person"

    func handle(_ deliveries: [Delivery<PersonErased>], in tx: isolated PostgresSession) throws -> [Outcome] {
        let erased = deliveries.map(\.message).filter { $0.companyID != nil }
        if !erased.isEmpty { try LockStore.takeAll(in: tx) }
        for (department, events) in Dictionary(grouping: erased, by: \.department) {
            try LeadStore.forgetNames(of: events.compactMap(\.companyID), in: department, tx)
        }
        return deliveries.map { _ in .done }
    }
}
