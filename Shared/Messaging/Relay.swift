import Contracts
import Foundation
import Logging
import Postgres

/// Publishes committed events and removes them once the broker has confirmed them.
///
/// Woken in process by each commit; it never polls. What does not fit into memory stays in its table and is read
/// again when there is room. What the broker does not take goes back to the table with a later due time.
actor Relay {
    /// Names this instance in the outbox.
    nonisolated let instance: UUID
    private let database: PostgresPool
    private let publisher: any MessagePublisher
    private let metrics: MessagingMetrics
    private let logger: Logger

    private var buffer: [OutboxRow] = []
    private var inHand: Set<Int64> = []
    private var mustReload = false
    private var held: Set<String> = []
    private var isStopping = false
    private var waiters: [CheckedContinuation<Void, Never>] = []

    /// Rows kept in memory at most: at 1 kB each a few megabytes.
    private static let capacity = 4_000
    /// Rows published per call; the workers overlap publishing with deletion.
    private static let batch = 250
    private static let workers = 2
    /// Publishings without an answer, from which a row goes alone.
    private static let suspectFrom = 2

    init(
        instance: UUID,
        database: PostgresPool,
        publisher: any MessagePublisher,
        metrics: MessagingMetrics,
        logger: Logger
    ) {
        self.instance = instance
        self.database = database
        self.publisher = publisher
        self.metrics = metrics
        self.logger = logger
    }

    /// Takes rows that were just committed.
    func hand(_ rows: [OutboxRow]) {
        let room = max(0, Self.capacity - buffer.count)
        for row in rows.prefix(room) where inHand.insert(row.seq).inserted { buffer.append(row) }
        if rows.count > room { mustReload = true }
        wake()
    }

    /// Types that go no further while a queue that hears them is too deep; their rows wait in the table.
    func hold(_ types: Set<String>) {
        held = types
    }

    /// Types held back now.
    var holding: [String] { held.sorted() }

    /// Looks for own rows in the table that nobody handed over: their commit was not known to have happened.
    func lookForStrays() {
        mustReload = true
        wake()
    }

    /// Publishes until ``stop()``, then until nothing is left in memory.
    nonisolated func run() async {
        await withDiscardingTaskGroup { group in
            for _ in 0..<Self.workers { group.addTask { await self.work() } }
        }
    }

    func stop() {
        isStopping = true
        wake()
    }

    private func work() async {
        while let rows = await next() {
            let isHeld = { [held] (row: OutboxRow) in held.contains(row.message.envelope.type) }
            await release(rows.filter(isHeld).map(\.seq))
            let sendable = rows.filter { !isHeld($0) }
            guard !sendable.isEmpty else { continue }
            let wasOpen = publisher.isOpen
            let outcomes = await publisher.publish(sendable.map(\.message))
            await settle(sendable, outcomes, wasOpen: wasOpen)
        }
    }

    /// The next rows to publish; nil when stopping and nothing is left.
    private func next() async -> [OutboxRow]? {
        while true {
            if mustReload, buffer.count < Self.batch { await reload() }
            if !buffer.isEmpty {
                // What went unanswered again and again goes alone: it may be what ends the connection.
                let isSuspect = { (row: OutboxRow) in row.unanswered >= Self.suspectFrom }
                let count = isSuspect(buffer[0]) ? 1 : buffer.prefix(Self.batch).prefix { !isSuspect($0) }.count
                let rows = Array(buffer.prefix(count))
                buffer.removeFirst(rows.count)
                return rows
            }
            if isStopping || Task.isCancelled { return nil }
            await withCheckedContinuation { waiters.append($0) }
        }
    }

    private func wake() {
        let woken = waiters
        waiters = []
        for waiter in woken { waiter.resume() }
    }

    private func reload() async {
        mustReload = false
        let known = Array(inHand)
        do {
            let rows = try await database.transaction { [instance] tx in
                try OutboxStore.reload(of: instance, except: known, limit: Relay.capacity / 2, in: tx)
            }
            if rows.count == Self.capacity / 2 { mustReload = true }
            for row in rows where inHand.insert(row.seq).inserted { buffer.append(row) }
        } catch {
            mustReload = true
            logger.warning("cannot read the outbox", metadata: Failure(error).metadata)
            try? await Task.sleep(for: .milliseconds(500))
        }
    }

    /// - Parameter wasOpen: whether there was a connection, so that a row that went alone can be blamed for its end.
    private func settle(_ rows: [OutboxRow], _ outcomes: [PublishOutcome], wasOpen: Bool) async {
        var confirmed: [Int64] = []
        var again: [OutboxRow] = []
        var postponed: [String: [OutboxRow]] = [:]
        for (var row, outcome) in zip(rows, outcomes) {
            switch outcome {
            case .confirmed: confirmed.append(row.seq)
            case .unknown where rows.count == 1 && wasOpen && row.unanswered >= Self.suspectFrom:
                postponed["unanswered: the connection ended with this event", default: []].append(row)
            case .unknown:
                row.unanswered += 1
                again.append(row)
            case .unroutable(let reason): postponed["unroutable: \(reason)", default: []].append(row)
            case .refused: postponed["refused: a queue is full", default: []].append(row)
            case .invalid(let reason): postponed["invalid: \(reason)", default: []].append(row)
            }
        }
        count(outcomes)
        await remove(confirmed)
        for (error, rows) in postponed {
            var metadata = rows.first?.message.envelope.logMetadata ?? [:]
            metadata["error"] = "\(error)"
            metadata["events"] = "\(rows.count)"
            logger.error("events not taken by the broker, the first of them named", metadata: metadata)
            let attempts = rows.map(\.attempts).max() ?? 0
            await postpone(rows.map(\.seq), by: .seconds(min(60, 1 << min(attempts, 6))), error: error)
        }
        if !again.isEmpty {
            buffer.insert(contentsOf: again, at: 0)
            if isStopping { giveUp() }
        }
    }

    /// At the end, what could not be published stays in the table for another instance.
    private func giveUp() {
        buffer = []
        inHand = []
    }

    private func remove(_ seqs: [Int64]) async {
        guard !seqs.isEmpty else { return }
        await insist("remove") { tx in try OutboxStore.remove(seqs, in: tx) }
        inHand.subtract(seqs)
    }

    private func release(_ seqs: [Int64]) async {
        guard !seqs.isEmpty else { return }
        await insist("release") { tx in try OutboxStore.release(seqs, in: tx) }
        inHand.subtract(seqs)
    }

    private func postpone(_ seqs: [Int64], by delay: Duration, error: String) async {
        guard !seqs.isEmpty else { return }
        await insist("postpone") { tx in try OutboxStore.postpone(seqs, by: delay, error: error, in: tx) }
        inHand.subtract(seqs)
    }

    /// Tries until the database takes it. If the instance stops first, the rows stay and are published once more by
    /// another: the readers' inboxes absorb that, and for the same reason nothing waits for the disk here.
    private func insist(
        _ what: String,
        _ body: @escaping @Sendable (isolated PostgresSession) throws -> Void
    ) async {
        var delay = 0.1
        while true {
            do {
                return try await database.transaction { tx in try body(tx) }
            } catch {
                logger.warning("outbox: cannot \(what)", metadata: Failure(error).metadata)
                guard !isStopping, !Task.isCancelled else { return }
                try? await Task.sleep(for: .seconds(delay))
                delay = min(5, delay * 2)
            }
        }
    }

    private func count(_ outcomes: [PublishOutcome]) {
        for outcome in outcomes {
            switch outcome {
            case .confirmed: metrics.published.add(1)
            case .unroutable: metrics.unroutable.add(1)
            case .refused, .invalid: metrics.refused.add(1)
            case .unknown: metrics.unknown.add(1)
            }
        }
    }
}
