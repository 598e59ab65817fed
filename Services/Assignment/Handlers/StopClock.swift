import Contracts
import Foundation
import Messaging
import Postgres

/// An event that shows a colleague at work on a lead.
protocol FirstContact: Event {
    /// Stable name of the handler of this event.
    static var handlerName: String { get }
    /// nil: the event is no contact
    var touch: Touch? { get }
}

/// Ends the clock of the first contact. Writes `touches` and `sla_clocks`.
struct StopClock<Message: FirstContact>: BatchHandler {
    static var name: String { Message.handlerName }

    func handle(_ deliveries: [Delivery<Message>], in tx: isolated PostgresSession) throws -> [Outcome] {
        let touches = deliveries.compactMap(\.message.touch)
        if !touches.isEmpty {
            // A hand-out must see the contact, or be seen by it.
            try tx.pipeline([LockStore.take(Array(Set(touches.map(\.department))))])
            try ClockStore.touch(touches, in: tx)
        }
        return deliveries.map { _ in .done }
    }
}

extension ActivityLogged: FirstContact {
    static var handlerName: String { "assignment.stop-clock-at-activity" }
    /// A note is written without speaking to anybody.
    var touch: Touch? { kind == "note" ? nil : Touch(lead: leadID, department: department, at: at) }
}

extension OpportunityCreated: FirstContact {
    static var handlerName: String { "assignment.stop-clock-at-created" }
    var touch: Touch? { Touch(lead: deal.leadID, department: deal.department, at: at) }
}

extension OpportunityMoved: FirstContact {
    static var handlerName: String { "assignment.stop-clock-at-moved" }
    var touch: Touch? { Touch(lead: deal.leadID, department: deal.department, at: at) }
}

extension OpportunityWon: FirstContact {
    static var handlerName: String { "assignment.stop-clock-at-won" }
    var touch: Touch? { Touch(lead: deal.leadID, department: deal.department, at: at) }
}

extension OpportunityLost: FirstContact {
    static var handlerName: String { "assignment.stop-clock-at-lost" }
    var touch: Touch? { Touch(lead: deal.leadID, department: deal.department, at: at) }
}
