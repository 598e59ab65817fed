import Foundation
import Logging
import Postgres

/// Brings work items to an end: in one transaction if all is well, else by isolating the culprit so that its
/// neighbours commit, and by waiting while the database is away.
struct Settler: Sendable {
    let queue: String
    let database: PostgresPool
    let settings: [String: String]
    let transaction: BatchTransaction
    let policy: RetryPolicy
    let away: DatabaseAway
    let metrics: MessagingMetrics
    let tracing: MessageTracing?
    let logger: Logger
    /// Called after the commit, never before: acknowledges and hands rows to the relay.
    let committed: @Sendable (_ done: [WorkItem], _ rows: [OutboxRow]) async -> Void
    /// What could be neither handled nor kept goes back to the broker.
    let giveBack: @Sendable ([WorkItem]) -> Void

    /// Serialization failures, deadlocks and locks that others hold: tried again at once, then one by one.
    private static let immediateTries = 3
    /// A message that cannot even be kept is tried this often before it goes back to its queue.
    private static let keepTries = 5

    /// Returns when every item is handled, kept for later or kept as a dead letter; or when the task is cancelled.
    func settle(_ items: [WorkItem], aside: [SetAside] = []) async {
        var pending = items
        var aside = aside
        var tries = 0
        var waits = 0
        while !(pending.isEmpty && aside.isEmpty), !Task.isCancelled {
            let (batch, kept) = (pending, aside)
            let start = ContinuousClock.now
            do {
                let result = try await database.transaction(settings: settings) { [transaction] tx in
                    try transaction.run(batch, aside: kept, in: tx)
                }
                away.isOver()
                let open = kept.filter { !result.moot.contains($0.item.claim) }
                metrics.committed(result, of: batch, aside: open, in: .now - start, on: queue)
                tracing?.committed(result, of: batch, aside: open, on: queue)
                tell(open)
                await committed(batch + kept.map(\.item), result.rows)
                return
            } catch let unfit as Unfit {
                let indices = Set(unfit.dispositions.map(\.index))
                aside += unfit.dispositions.map { SetAside(item: batch[$0.index], disposition: $0.disposition) }
                pending = batch.indices.filter { !indices.contains($0) }.map { batch[$0] }
            } catch let error as PostgresError where error.isUnavailable {
                await away.wait(error, round: waits)
                waits += 1
            } catch let error as PostgresError where isPassing(error) && tries < Self.immediateTries {
                tries += 1
                try? await Task.sleep(for: .milliseconds(Int.random(in: 1...20 * tries)))  // jitter, not a wait
            } catch is CancellationError {
                return
            } catch  where !pending.isEmpty && !aside.isEmpty {
                // Which of the two it was shows when each goes alone.
                await settle([], aside: aside)
                aside = []
            } catch  where pending.count > 1 {
                let half = pending.count / 2
                await settle(Array(pending[..<half]))
                await settle(Array(pending[half...]))
                return
            } catch  where pending.count == 1 {
                aside.append(failed(pending[0], error))
                pending = []
            } catch  where aside.count > 1 {
                for one in aside { await settle([], aside: [one]) }
                return
            } catch {
                tries += 1
                var metadata = Failure(error).metadata
                if let item = aside.first?.item { metadata.merge(item.logMetadata) { $1 } }
                logger.critical("cannot keep a failed message", metadata: metadata)
                guard tries < Self.keepTries else { return giveBack(aside.map(\.item)) }
                try? await Task.sleep(for: .seconds(1))
            }
        }
    }

    private func isPassing(_ error: PostgresError) -> Bool { error.isRetriableAtOnce || error.isContended }

    func failed(_ item: WorkItem, _ error: any Error) -> SetAside {
        SetAside(item: item, disposition: policy.disposition(of: Failure(error), item))
    }
}
