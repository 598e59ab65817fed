import Contracts
import Messaging
import Postgres

/// Keeps how likely each deal is won, as announced last: to the percent. Writes `deal_chances`.
struct FollowChance: BatchHandler {
    static let name = "pipeline-monitor.follow-chance"

    func handle(_ deliveries: [Delivery<DealScored>], in tx: isolated PostgresSession) throws -> [Outcome] {
        var newest: [DealID: DealScored] = [:]
        for delivery in deliveries {
            let chance = delivery.message
            if let known = newest[chance.dealID], known.version >= chance.version { continue }
            newest[chance.dealID] = chance
        }
        try ChanceStore.save(Array(newest.values), in: tx)
        return deliveries.map { _ in .done }
    }
}
