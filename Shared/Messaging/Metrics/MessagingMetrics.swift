import Foundation
public import Telemetry

/// Numbers of one service's messaging since it started; read by `/metrics`. What each means, and what to do about it,
/// stands in `infra/docs/metrics.md`.
public final class MessagingMetrics: Sendable {
    public typealias Counter = Telemetry.Counter

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
    /// Events on their way to the broker without a confirm.
    public let unconfirmed = Counter()
    /// Rows in the outbox, up to the limit at which consumption pauses.
    public let outboxDepth = Counter()
    /// 1 while consumption pauses because the outbox is full.
    public let paused = Counter()
    /// Age of the oldest outbox row that could go.
    let outboxOldestSeconds = Gauge()
    let lastSweep = Gauge()
    /// From the begin of a batch's transaction to its commit.
    let batchSeconds = Histogram(.work)

    let handlers: [String: HandlerMeter]
    let queues: [String: QueueMeter]
    let jobs: [String: JobMeter]
    let types: TypeMeters

    init(_ registry: HandlerRegistry) {
        let heard = registry.queues.flatMap { $0.handlers.values }
        // A type that no handler is there for fails under its queue's name.
        let names = heard.map(\.name) + registry.queues.map(\.name)
        handlers = Dictionary(names.map { ($0, HandlerMeter()) }) { first, _ in first }
        queues = Dictionary(registry.queues.map { ($0.name, QueueMeter()) }) { first, _ in first }
        jobs = Dictionary(registry.schedules.map { ($0.name, JobMeter($0.moment)) }) { first, _ in first }
        types = TypeMeters(service: registry.service, heard: heard.map(\.type))
    }
}
