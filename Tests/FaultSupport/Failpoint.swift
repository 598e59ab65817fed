import Foundation
import Glibc

/// A moment in a message's way through a service at which the process dies.
public enum Failpoint: String, CaseIterable, Sendable {
    /// The batch has arrived; nothing was read of it.
    case delivered
    /// The messages are decoded; no transaction has begun.
    case decoded
    /// Claimed, written and not committed.
    case inTransaction = "in-transaction"
    /// Committed and not acknowledged.
    case committed
    /// Acknowledged; what is announced stands in the outbox.
    case acknowledged
    /// On its way to the broker; nobody knows how much arrived.
    case publishing
    /// Confirmed by the broker, and still in the outbox.
    case confirmed
    /// Confirmed and removed from the outbox.
    case removed

    /// SIGKILL to oneself: no instruction of the program runs after it.
    public static func die() -> Never {
        while true { kill(getpid(), SIGKILL) }
    }
}
