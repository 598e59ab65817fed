import Contracts
import Foundation
import Messaging
import Postgres

/// An event after which a colleague may take other leads than before.
protocol ColleagueEvent: Event {
    /// Stable name of the handler of this event.
    static var handlerName: String { get }
    var userID: UserID { get }
}

/// Hands out again what a colleague's coming, going or absence sets free. Reads how things stand now and not what the
/// message says, so that late and repeated messages do no harm.
struct FollowColleague<Message: ColleagueEvent>: MessageHandler {
    static var name: String { Message.handlerName }

    let redistribution: Redistribution
    var clock: @Sendable () -> Date = { Date() }

    func handle(_ delivery: Delivery<Message>, in tx: isolated PostgresSession) throws -> Outcome {
        let now = WireDate.rounded(clock())
        return .done(try redistribution.run(changed: delivery.message.userID, now: now, in: tx))
    }
}

extension UserChanged: ColleagueEvent {
    static var handlerName: String { "assignment.follow-user" }
}

extension AbsenceDeclared: ColleagueEvent {
    static var handlerName: String { "assignment.follow-absence" }
}

extension AbsenceCancelled: ColleagueEvent {
    static var handlerName: String { "assignment.follow-return" }
}
