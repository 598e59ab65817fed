/// What a broker must do for Filon; one conformance suite runs over RabbitMQ and over the tests' in-memory broker.
public protocol MessageBroker: Sendable {
    /// A publisher on a connection of its own, which opens with ``MessagePublisher/start()``.
    func publisher(name: String) -> any MessagePublisher
    /// A consumer on a connection of its own, which opens with ``MessageConsumer/start()``. It declares its queue and
    /// bindings, at every reconnection again.
    func consumer(of queue: QueueDeclaration, prefetch: Int) -> any MessageConsumer
    /// Messages ready in each queue, for back pressure; a queue that does not exist is absent.
    func depths(of queues: [String]) async throws -> [String: Int]
}

/// A service's queue: durable, quorum, bound to `evt` by the types that its handlers hear.
public struct QueueDeclaration: Sendable, Equatable {
    public var name: String
    public var types: [String]

    public init(name: String, types: [String]) {
        self.name = name
        self.types = types
    }
}

public protocol MessagePublisher: Sendable {
    /// Connects in the background; returns at once.
    func start()
    /// Publishes persistently with confirms. One outcome per message, in order. Waits while the broker is away or
    /// blocked, for a bounded time.
    func publish(_ messages: [OutgoingMessage]) async -> [PublishOutcome]
    var isOpen: Bool { get }
    /// Times its connection was opened, the first included.
    var openings: Int { get }
    /// Waits for outstanding confirms, then closes.
    func close(within limit: Duration) async
}

/// What the broker said of one message.
public enum PublishOutcome: Sendable, Equatable {
    case confirmed
    /// No queue is bound to the type although somebody should hear it.
    case unroutable(String)
    /// The broker refused it: a queue is full.
    case refused
    /// The connection ended, or time ran out, before the broker answered; it may have taken the message.
    case unknown(String)
    /// It cannot be sent as it is, ever.
    case invalid(String)
}

public protocol MessageConsumer: Sendable {
    /// Connects and subscribes in the background; returns at once. Nothing is taken off a queue before.
    func start()
    /// Waits for at least one message, then for more until `linger` has passed or `limit` are there. Empty only after
    /// ``cancel()``, when everything prefetched has been taken, or when the calling task is cancelled.
    func next(upTo limit: Int, linger: Duration) async throws -> [InboundMessage]
    /// Takes messages off the queue. A receipt from before a reconnection is dropped: the broker delivers it again.
    func acknowledge(_ receipts: [Receipt])
    /// Puts messages back into the queue, whose count of deliveries grows by one.
    func giveBack(_ receipts: [Receipt])
    /// Ends the subscription; what was prefetched can still be taken.
    func cancel() async
    func close(within limit: Duration) async
    var isSubscribed: Bool { get }
    /// Times its connection was opened, the first included.
    var openings: Int { get }
}

extension MessagePublisher {
    /// A broker without connections opens none.
    public var openings: Int { 0 }
}

extension MessageConsumer {
    /// A broker without connections opens none.
    public var openings: Int { 0 }

    /// ``next(upTo:linger:)`` of what has arrived.
    public func next(upTo limit: Int) async throws -> [InboundMessage] { try await next(upTo: limit, linger: .zero) }
}

/// What a consumer needs to acknowledge a delivery; valid on the connection that delivered it.
public struct Receipt: Sendable, Hashable {
    public let generation: Int
    public let number: UInt64

    public init(generation: Int, number: UInt64) {
        self.generation = generation
        self.number = number
    }
}

/// A delivery as it came from the broker; nothing in it is trusted yet.
public struct InboundMessage: Sendable {
    /// nil: the message cannot be identified, and is dead-lettered under a new id with the reason.
    public var envelope: Envelope?
    /// What is wrong with the envelope, without payload.
    public var defect: String?
    /// The type as far as it is known, for the dead letter.
    public var type: String
    public var body: [UInt8]
    /// Earlier deliveries that were not acknowledged.
    public var deliveryCount: Int
    public var receipt: Receipt

    public init(
        envelope: Envelope?,
        defect: String? = nil,
        type: String,
        body: [UInt8],
        deliveryCount: Int,
        receipt: Receipt
    ) {
        self.envelope = envelope
        self.defect = defect
        self.type = type
        self.body = body
        self.deliveryCount = deliveryCount
        self.receipt = receipt
    }
}
