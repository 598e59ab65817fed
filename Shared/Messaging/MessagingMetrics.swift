import Synchronization

/// Counters of one service's messaging since it started; read by `/metrics`.
public final class MessagingMetrics: Sendable {
    /// A number that several threads add to.
    public final class Counter: Sendable {
        private let storage = Atomic<Int>(0)

        public init() {}

        public var value: Int { storage.load(ordering: .relaxed) }

        public func add(_ amount: Int) { storage.wrappingAdd(amount, ordering: .relaxed) }

        public func set(_ amount: Int) { storage.store(amount, ordering: .relaxed) }
    }

    /// Messages whose effects were committed.
    public let handled = Counter()
    /// Deliveries of messages handled before.
    public let duplicates = Counter()
    /// Transactions over batches.
    public let batches = Counter()
    /// Messages kept to run again.
    public let retried = Counter()
    /// Messages kept as dead letters.
    public let deadLettered = Counter()
    /// Times the database was found away.
    public let databaseAway = Counter()
    /// Events that the broker confirmed.
    public let published = Counter()
    /// Events that came back unroutable.
    public let unroutable = Counter()
    /// Events that the broker refused.
    public let refused = Counter()
    /// Publishings whose fate the broker did not tell; published again.
    public let unknown = Counter()
    /// Rows in the outbox, up to the limit at which consumption pauses.
    public let outboxDepth = Counter()
    /// Age of the oldest outbox row, in milliseconds.
    public let outboxAgeMs = Counter()
    /// 1 while consumption pauses because the outbox is full.
    public let paused = Counter()

    public init() {}

    /// Name, help and value, for the metrics page.
    public var all: [(name: String, help: String, isCounter: Bool, value: Int)] {
        [
            ("filon_messages_handled_total", "Messages whose effects were committed", true, handled.value),
            ("filon_messages_duplicate_total", "Deliveries of messages handled before", true, duplicates.value),
            ("filon_batches_total", "Transactions over batches of messages", true, batches.value),
            ("filon_messages_retried_total", "Messages kept to run again", true, retried.value),
            ("filon_messages_dead_total", "Messages kept as dead letters", true, deadLettered.value),
            ("filon_database_away_total", "Times the database was found away", true, databaseAway.value),
            ("filon_events_published_total", "Events confirmed by the broker", true, published.value),
            ("filon_events_unroutable_total", "Events that no queue took", true, unroutable.value),
            ("filon_events_refused_total", "Events that the broker refused", true, refused.value),
            ("filon_events_unknown_total", "Publishings without an answer, repeated", true, unknown.value),
            ("filon_outbox_rows", "Rows waiting in the outbox", false, outboxDepth.value),
            ("filon_outbox_oldest_milliseconds", "Age of the oldest outbox row", false, outboxAgeMs.value),
            ("filon_consumption_paused", "1 while consumption waits for the outbox", false, paused.value),
        ]
    }
}
