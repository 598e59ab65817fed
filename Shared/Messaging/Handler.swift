public import Contracts
public import Postgres

/// What became of one delivery. Whatever a handler foresees is a value; a thrown error means "retry by policy".
public enum Outcome: Sendable {
    /// Commit what was written and announce `events`.
    case done([any Event])
    /// Undo, and keep the message as a dead letter: it cannot succeed as it is.
    case reject(reason: String)
    /// Undo, and run again after `delay`. Not counted as an attempt, but bounded (``RetryPolicy/postponements``).
    case later(delay: Duration, reason: String)

    /// Nothing to do and nothing to announce.
    public static var done: Outcome { .done([]) }
}

/// A message in a handler's hands.
public struct Delivery<Message: Event>: Sendable {
    public let message: Message
    public let envelope: Envelope
    /// 1 at the first attempt.
    public let attempt: Int

    public init(message: Message, envelope: Envelope, attempt: Int = 1) {
        self.message = message
        self.envelope = envelope
        self.attempt = attempt
    }
}

/// Reacts to one type of event, one message at a time, inside the transaction that also claims the message in the
/// inbox and stores what it announces: a redelivery changes nothing.
public protocol MessageHandler<Message>: Sendable {
    associatedtype Message: Event
    /// Stable name; inbox rows carry it, so renaming it handles every message again.
    static var name: String { get }
    func handle(_ delivery: Delivery<Message>, in tx: isolated PostgresSession) throws -> Outcome
}

/// Reacts to one type of event set-wise, for hot paths: one statement for a whole batch.
public protocol BatchHandler<Message>: Sendable {
    associatedtype Message: Event
    static var name: String { get }
    /// - Parameter deliveries: at most one per message id, sorted by message id.
    /// - Returns: one outcome per delivery, in order. What belongs to an outcome other than `.done` is undone by
    ///   running the batch again without it.
    func handle(_ deliveries: [Delivery<Message>], in tx: isolated PostgresSession) throws -> [Outcome]
}

/// Reacts to one type of event after looking outside the database. No transaction is open while it looks.
public protocol GatheringHandler<Message>: Sendable {
    associatedtype Message: Event
    associatedtype Gathered: Sendable
    static var name: String { get }
    /// What is already known for some of `deliveries`, in one look; nil for those that need ``gather(_:)``.
    @concurrent func recall(_ deliveries: [Delivery<Message>]) async throws -> [Gathered?]
    /// Looks outside, for one message. Runs beside other messages' look-ups.
    @concurrent func gather(_ delivery: Delivery<Message>) async throws -> Gathered
    func handle(
        _ deliveries: [(delivery: Delivery<Message>, gathered: Gathered)],
        in tx: isolated PostgresSession
    ) throws -> [Outcome]
}

extension GatheringHandler {
    @concurrent public func recall(_ deliveries: [Delivery<Message>]) async throws -> [Gathered?] {
        deliveries.map { _ in nil }
    }
}
