import Contracts
import Foundation
import Logging
import Postgres

/// What every replica looks after once a second: its heartbeat, rows whose relay is gone, failed messages that are
/// due, and whether consumption must pause. It works beside the hot path, never on it.
struct Sweeper: Sendable {
    let database: PostgresPool
    let settings: [String: String]
    let broker: any MessageBroker
    let relay: Relay
    let gate: Gate
    let dispatchers: [Dispatcher]
    let metrics: MessagingMetrics
    let logger: Logger
    let interval: Duration

    /// Outbox rows from which consumption pauses, and below which it goes on.
    private static let pauseAbove = 20_000
    private static let resumeBelow = 10_000
    /// Depth of a queue from which the types it hears are held back.
    private static let holdAbove = 100_000
    /// A message being run again is hidden from other replicas for so long.
    private static let retryLease = Duration.seconds(120)

    /// Failed messages run beside the sweep, so that a backlog of them never delays the heartbeat.
    func run() async {
        await withDiscardingTaskGroup { group in
            group.addTask { await repeated { round in try await sweep(round) } }
            group.addTask { await repeated { _ in try await rerunDue() } }
        }
    }

    private func repeated(_ body: (Int) async throws -> Void) async {
        var round = 0
        while !Task.isCancelled {
            do {
                try await body(round)
            } catch is CancellationError {
                return
            } catch {
                logger.warning("sweep failed", metadata: Failure(error).metadata)
            }
            round += 1
            try? await Task.sleep(for: interval)
        }
    }

    func sweep(_ round: Int) async throws {
        let instance = relay.instance
        let (adopted, waiting, age) = try await database.transaction { tx in
            try RelayStore.beat(instance, in: tx)
            return (
                try OutboxStore.adopt(by: instance, limit: 500, in: tx),
                try OutboxStore.count(upTo: Self.pauseAbove + 1, in: tx),
                try OutboxStore.oldestAge(in: tx)
            )
        }
        await relay.hand(adopted)
        metrics.outboxDepth.set(waiting)
        metrics.outboxAgeMs.set(Int(age * 1000))
        pauseOrResume(waiting)
        if round % 5 == 0 { await watchDepths() }
        if round % 3600 == 0 { try await maintain() }
    }

    private func pauseOrResume(_ waiting: Int) {
        if waiting > Self.pauseAbove {
            metrics.paused.set(1)
            gate.set(open: false)
        } else if waiting < Self.resumeBelow {
            metrics.paused.set(0)
            gate.set(open: true)
        }
    }

    /// Runs failed messages that are due, as long as there are any.
    private func rerunDue() async throws {
        while !Task.isCancelled {
            let rows = try await database.transaction { tx in
                try RetryStore.take(limit: 50, lease: Self.retryLease, in: tx)
            }
            if rows.isEmpty { return }
            for dispatcher in dispatchers {
                let names = Set(dispatcher.handlers.values.map(\.name))
                await dispatcher.rerun(rows.filter { names.contains($0.handler) })
            }
        }
    }

    /// Holds back what would only deepen a queue that is far behind; other services' queues are not slowed.
    private func watchDepths() async {
        let hearers = Set(Catalogue.entries.flatMap(\.heardBy)).filter { !Self.observers.contains($0) }
        guard let depths = try? await broker.depths(of: hearers.map(\.queue)) else { return }
        let deep = Set(hearers.filter { depths[$0.queue, default: 0] > Self.holdAbove })
        let held = Catalogue.entries.filter { !deep.isDisjoint(with: $0.heardBy) }.map(\.type)
        await relay.hold(Set(held))
    }

    /// Observers are alarmed, not waited for.
    private static let observers: Set<ServiceName> = [.pipelineMonitor, .clientSuccess, .console]

    private func maintain() async throws {
        do {
            try await database.transaction { tx in try RelayStore.maintainPartitions(in: tx) }
        } catch let error as PostgresError where error.sqlState == "55P03" {
            logger.info("partitions are maintained by another replica")
        }
    }
}
