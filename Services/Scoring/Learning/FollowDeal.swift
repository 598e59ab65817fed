import Contracts
import Foundation
import Messaging
import Postgres

/// An event that carries a deal as it stands.
protocol DealEvent: OpportunityEvent {
    static var handlerName: String { get }
    /// What it says of the deal's state; nil: nothing.
    static var state: String? { get }
}

extension OpportunityCreated: DealEvent {
    static var handlerName: String { "scoring.follow-created" }
    static var state: String? { "open" }
}

extension OpportunityUpdated: DealEvent {
    static var handlerName: String { "scoring.follow-updated" }
    static var state: String? { nil }
}

extension OpportunityMoved: DealEvent {
    static var handlerName: String { "scoring.follow-moved" }
    static var state: String? { "open" }
}

extension OpportunityWon: DealEvent {
    static var handlerName: String { "scoring.follow-won" }
    static var state: String? { "won" }
}

extension OpportunityLost: DealEvent {
    static var handlerName: String { "scoring.follow-lost" }
    static var state: String? { "lost" }
}

/// Keeps each deal with what was known when it began, and its outcome when it is over.
///
/// Writes `deals`, `outcomes`, `advice`; announces ``DealScored``.
struct FollowDeal<Message: DealEvent>: BatchHandler {
    static var name: String { Message.handlerName }

    let closing: Closing
    let rescore: Rescore

    func handle(_ deliveries: [Delivery<Message>], in tx: isolated PostgresSession) throws -> [Outcome] {
        var newest: [DealID: (index: Int, heard: DealStore.Heard)] = [:]
        for (index, delivery) in deliveries.enumerated() {
            let deal = delivery.message.deal
            if let known = newest[deal.dealID]?.heard.deal, known.version >= deal.version { continue }
            newest[deal.dealID] = (index, DealStore.Heard(deal: deal, state: Message.state, at: delivery.message.at))
        }
        let ids = newest.keys.map(\.rawValue).sorted { $0.uuidString < $1.uuidString }
        try DealStore.save(newest.values.map(\.heard), in: tx)
        try DealStore.keepSnapshots(of: ids, in: tx)
        if Message.state != nil { try DealStore.keepOutcomes(of: ids, in: tx) }
        // Whatever it was: its state, or the day of its next step.
        try rescore.advise(on: Set(newest.values.map(\.heard.deal.companyID)), in: tx)
        var events = deliveries.map { _ in [any Event]() }
        for scored in try closing.judge(ids, in: tx) {
            events[newest[scored.dealID]?.index ?? 0].append(scored)
        }
        return events.map { .done($0) }
    }
}
