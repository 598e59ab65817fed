import Contracts
import Messaging
import Postgres

/// Keeps where each lead stands, for figures. Writes `lead_snapshots`.
struct FollowLead<Message: LeadStanding>: BatchHandler {
    static var name: String { Message.handlerName }

    func handle(_ deliveries: [Delivery<Message>], in tx: isolated PostgresSession) throws -> [Outcome] {
        var changes: [LeadID: LeadChange] = [:]
        for change in deliveries.map(\.message.change) {
            changes[change.lead, default: change].merge(change)
        }
        try LeadSnapshotStore.save(Array(changes.values), in: tx)
        return deliveries.map { _ in .done }
    }
}
