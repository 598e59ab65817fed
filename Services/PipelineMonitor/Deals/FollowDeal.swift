import Contracts
import Messaging
import Postgres

/// An event that carries a deal as it stands.
protocol DealEvent: OpportunityEvent {
    /// Stable name of the handler of this event.
    static var handlerName: String { get }
}

extension OpportunityCreated: DealEvent {
    static var handlerName: String { "pipeline-monitor.follow-created" }
}

extension OpportunityUpdated: DealEvent {
    static var handlerName: String { "pipeline-monitor.follow-updated" }
}

extension OpportunityMoved: DealEvent {
    static var handlerName: String { "pipeline-monitor.follow-moved" }
}

extension OpportunityWon: DealEvent {
    static var handlerName: String { "pipeline-monitor.follow-won" }
}

extension OpportunityLost: DealEvent {
    static var handlerName: String { "pipeline-monitor.follow-lost" }
}

/// Keeps each deal as last heard of. Writes `deal_snapshots`.
struct FollowDeal<Message: DealEvent>: BatchHandler {
    static var name: String { Message.handlerName }

    func handle(_ deliveries: [Delivery<Message>], in tx: isolated PostgresSession) throws -> [Outcome] {
        let fallback =
            Message.self == OpportunityWon.self ? "won" : Message.self == OpportunityLost.self ? "lost" : "open"
        var newest: [DealID: DealState] = [:]
        for deal in deliveries.map(\.message.deal) {
            if let known = newest[deal.dealID], known.version >= deal.version { continue }
            newest[deal.dealID] = deal
        }
        try DealSnapshotStore.save(Array(newest.values), state: fallback, in: tx)
        return deliveries.map { _ in .done }
    }
}
