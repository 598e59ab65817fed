import Contracts
import Messaging
import Postgres

/// Keeps when each lead was last worked on and what was planned then. Writes `lead_snapshots`.
struct FollowActivity: BatchHandler {
    static let name = "pipeline-monitor.follow-activity"

    func handle(_ deliveries: [Delivery<ActivityLogged>], in tx: isolated PostgresSession) throws -> [Outcome] {
        try LeadSnapshotStore.note(deliveries.map(\.message), in: tx)
        return deliveries.map { _ in .done }
    }
}
