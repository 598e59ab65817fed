import Foundation
import Telemetry

extension MessagingMetrics {
    /// One batch is committed.
    /// - Parameters:
    ///   - batch: what `result` speaks of, in order.
    ///   - aside: what was kept for later or buried in the same transaction.
    ///   - duration: of the transaction.
    func committed(
        _ result: Committed,
        of batch: [WorkItem],
        aside: [SetAside],
        in duration: Duration,
        on queue: String,
        now: Date = Date()
    ) {
        handled.add(result.handled)
        duplicates.add(result.duplicates)
        batches.add(1)
        batchSeconds.observe(duration)
        if !batch.isEmpty { queues[queue]?.lastHandled.set(now) }
        for index in result.fresh {
            let envelope = batch[index].envelope
            types.ages[envelope.type]?.observe(seconds: now.timeIntervalSince(envelope.occurredAt))
        }
        for one in aside {
            switch one.disposition {
            case .again:
                retried.add(1)
                handlers[one.item.handler.name]?.retried.add(1)
            case .dead(let failure): buried(failure, by: one.item.handler.name)
            }
        }
    }

    func buried(_ failure: Failure, by handler: String) {
        deadLettered.add(1)
        handlers[handler]?.dead(DeadClass(failure)).add(1)
    }

    /// What the outbox looked like in the latest sweep.
    func swept(_ waiting: OutboxStore.Waiting, now: Date = Date()) {
        outboxDepth.set(waiting.rows)
        outboxOldestSeconds.set(max(0, waiting.oldestSeconds))
        lastSweep.set(now)
    }

    /// Messages ready in queues, of which one's own are shown.
    func found(depths: [String: Int]) {
        for (name, depth) in depths { queues[name]?.ready.set(depth) }
    }
}
