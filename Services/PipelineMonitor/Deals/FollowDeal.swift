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

/// Keeps each deal as last heard of, without its text if a person of the company was erased since. Writes
/// `deal_snapshots`.
struct FollowDeal<Message: DealEvent>: BatchHandler {
    static var name: String { Message.handlerName }

    func handle(_ deliveries: [Delivery<Message>], in tx: isolated PostgresSession) throws -> [Outcome] {
        let fallback =
            Message.self == OpportunityWon.self ? "won" : Message.self == OpportunityLost.self ? "lost" : "open"
        var newest: [DealID: HeardDeal] = [:]
        for delivery in deliveries {
            let deal = delivery.message.deal
            if let known = newest[deal.dealID]?.state, known.version >= deal.version { continue }
            newest[deal.dealID] = HeardDeal(state: deal, at: delivery.envelope.occurredAt)
        }
        try DealSnapshotStore.save(Array(newest.values), state: fallback, in: tx)
        return deliveries.map { _ in .done }
    }
}
