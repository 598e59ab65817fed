import Foundation
import Logging
import Postgres

/// Runs single-runner jobs: takes their leases, keeps them, and runs what is due.
struct Scheduler: Sendable {
    let schedules: [Schedule]
    let instance: UUID
    let database: PostgresPool
    let settings: [String: String]
    let transaction: BatchTransaction
    let relay: Relay
    let metrics: MessagingMetrics
    let tracing: MessageTracing?
    let logger: Logger
    let now: @Sendable () -> Date

    /// A lease left behind is free after this time; it is renewed every third of it. Together under 10 s.
    private static let leaseTime = Duration.seconds(6)
    /// A holder that is paused in the middle of a transaction has locked the lease's row: the server ends its session, and
    /// with it what it was writing, before whoever takes over has waited long.
    private static let patience = ["idle_in_transaction_session_timeout": "5000"]

    func run() async {
        guard !schedules.isEmpty else { return }
        while !Task.isCancelled {
            for schedule in schedules {
                do {
                    try await runIfDue(schedule)
                } catch {
                    var metadata = Failure(error).metadata
                    metadata["job"] = "\(schedule.name)"
                    logger.error("job failed", metadata: metadata)
                    metrics.jobs[schedule.name]?.failures.add(1)
                }
            }
            try? await Task.sleep(for: Self.leaseTime / 3)
        }
        // Not in this task: it is cancelled, and so would be its transaction.
        let (database, instance) = (database, instance)
        await Task { try? await database.transaction { tx in try LeaseStore.release(holder: instance, in: tx) } }.value
    }

    private func runIfDue(_ schedule: Schedule) async throws {
        let moment = now()
        let (instance, name) = (instance, schedule.name)
        let (lease, lastRun) = try await database.transaction(settings: Self.patience) { tx in
            let lease = try LeaseStore.acquire(name, holder: instance, for: Self.leaseTime, in: tx)
            return (lease, try LeaseStore.lastRun(name, in: tx))
        }
        // Whoever ran it: every replica tells the same.
        if let lastRun { metrics.jobs[name]?.lastSuccess.set(lastRun) }
        guard let lease, schedule.isDue(lastRun: lastRun, now: moment) else { return }
        let rows = try await database.transaction(
            settings: settings.merging(Self.patience) { $1 }
        ) { [transaction, tracing] tx in
            try LeaseStore.check(lease, in: tx)
            let events = try schedule.job(moment, tx)
            let outgoing = try events.map { try OutgoingMessage($0, cause: .root) }
            let decided = tracing?.deciding(outgoing) ?? outgoing
            let rows = try OutboxStore.store(decided, relay: transaction.relay, in: tx)
            try LeaseStore.completed(lease, in: tx)
            return rows
        }
        metrics.jobs[name]?.lastSuccess.set(now())
        tracing?.announced(rows)
        await relay.hand(rows)
        logger.info("job done", metadata: ["job": "\(name)", "events": "\(rows.count)"])
    }
}
