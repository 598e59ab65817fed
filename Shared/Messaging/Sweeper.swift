import Contracts
import Foundation
import Logging
import Postgres

/// What every replica looks after once a second: its heartbeat, rows whose relay is gone, failed messages that are
/// due, and whether consumption must pause. It works beside the hot path, never on it.
struct Sweeper: Sendable {
    let database: PostgresPool
    let broker: any MessageBroker
    let relay: Relay
    let gate: Gate
    let rerunner: Rerunner
    let metrics: MessagingMetrics
    let logger: Logger
    let interval: Duration

    /// Outbox rows from which consumption pauses, and below which it goes on.
    private static let pauseAbove = 20_000
    private static let resumeBelow = 10_000
    /// Rows of types that are held back count for less: two services that wait for each other's queues would else
    /// both stop consuming, and neither queue would ever drain.
    private static let holdsCountAbove = 200_000
    /// Depth of a queue from which the types it hears are held back.
    private static let holdAbove = 100_000
    /// A row of our own that is older has missed its hand-over.
    private static let strayAfterSeconds = 5.0
    private static let adoptedAtOnce = 500
    private static let adoptionsPerSweep = 8

    /// Each chore by itself, so that a broker that hangs or a backlog of failures never delays the heartbeat.
    func run() async {
        await withDiscardingTaskGroup { group in
            group.addTask { await repeated(every: interval, sweep) }
            group.addTask { await repeated(every: interval, rerunner.run) }
            group.addTask { await repeated(every: interval * 5, watchDepths) }
            group.addTask { await repeated(every: .seconds(3600), maintain) }
        }
    }

    private func repeated(every pause: Duration, _ chore: () async throws -> Void) async {
        while !Task.isCancelled {
            do {
                try await chore()
            } catch is CancellationError {
                return
            } catch {
                logger.warning("sweep failed", metadata: Failure(error).metadata)
            }
            try? await Task.sleep(for: pause)
        }
    }

    func sweep() async throws {
        let (instance, held) = (relay.instance, await relay.holding)
        try await database.transaction { tx in try RelayStore.beat(instance, in: tx) }
        for _ in 0..<Self.adoptionsPerSweep {
            let adopted = try await database.transaction { tx in
                try OutboxStore.adopt(by: instance, holding: held, limit: Self.adoptedAtOnce, in: tx)
            }
            await relay.hand(adopted)
            if adopted.count < Self.adoptedAtOnce { break }
        }
        let waiting = try await database.transaction { tx in
            try OutboxStore.waiting(holding: held, upTo: Self.holdsCountAbove + 1, in: tx)
        }
        metrics.swept(waiting)
        if waiting.oldestSeconds > Self.strayAfterSeconds { await relay.lookForStrays() }
        pauseOrResume(waiting)
    }

    /// Doors look at every row; consumption at those that can go.
    private func pauseOrResume(_ waiting: OutboxStore.Waiting) {
        if waiting.rows > Self.pauseAbove { metrics.paused.set(1) }
        if waiting.rows < Self.resumeBelow { metrics.paused.set(0) }
        let movable = waiting.rows - waiting.held
        if movable > Self.pauseAbove || waiting.rows > Self.holdsCountAbove {
            gate.set(open: false)
        } else if movable < Self.resumeBelow {
            gate.set(open: true)
        }
    }

    /// Holds back what would only deepen a queue that is far behind; other services' queues are not slowed.
    private func watchDepths() async throws {
        let watched = Catalogue.queues.filter { !Self.observers.contains($0.service) }
        let depths = try await broker.depths(of: Set(watched.map(\.name)).union(metrics.queues.keys).sorted())
        metrics.found(depths: depths)
        let deep = watched.filter { depths[$0.name, default: 0] > Self.holdAbove }
        await relay.hold(Set(deep.flatMap(\.types)))
    }

    /// Observers are alarmed, not waited for.
    private static let observers: Set<ServiceName> = [.pipelineMonitor, .clientSuccess, .console]

    /// What is locked now is looked at again with the next hour's round.
    private func maintain() async throws {
        try await database.transaction { tx in try RelayStore.createPartitions(in: tx) }
        while try await database.transaction({ tx in try RelayStore.dropOldPartition(in: tx) }) {}
    }
}
