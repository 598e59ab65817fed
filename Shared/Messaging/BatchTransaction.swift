import Contracts
import Foundation
import Logging
import Postgres

/// Some outcomes of a batch were not "done": the batch is undone, and run again without them.
struct Unfit: Error {
    /// Index in the batch → what happens to that message.
    let dispositions: [(index: Int, disposition: Disposition)]
}

/// What one committed batch came to.
struct Committed: Sendable {
    var rows: [OutboxRow] = []
    /// Indices in the batch of those that nobody had handled.
    var fresh: [Int] = []
    var handled = 0
    var duplicates = 0
    /// Set aside, although they had been handled before: nothing was kept of them.
    var moot: Set<Claim> = []
}

/// One transaction over a batch: claim, handle, store what is announced, keep what failed.
struct BatchTransaction: Sendable {
    let service: ServiceName
    let relay: UUID
    let policy: RetryPolicy

    /// - Throws: ``Unfit`` if an outcome is not `.done`; else what a handler or the database threw.
    func run(_ items: [WorkItem], aside: [SetAside], in tx: isolated PostgresSession) throws -> Committed {
        var committed = Committed()
        let fresh = try claim(items, in: tx)
        committed.fresh = fresh
        committed.handled = fresh.count
        committed.duplicates = items.count - fresh.count
        let outgoing = try handle(items, fresh, in: tx)
        committed.rows = try OutboxStore.store(outgoing, relay: relay, in: tx)
        committed.moot = try InboxStore.handled(aside.map(\.item.claim), in: tx)
        committed.duplicates += committed.moot.count
        let (moot, open) = split(aside, by: committed.moot)
        let over = items + moot.map(\.item)
        try RetryStore.forget(over.filter(\.isRetry).map(\.retryKey), in: tx)
        try ReplayStore.handled(over.map(\.envelope), by: service, in: tx)
        try keep(open, in: tx)
        let marked = (items + aside.map(\.item)).filter(\.isMarked)
        if !marked.isEmpty { try CrashStore.clear(marked.map(\.claim), in: tx) }
        return committed
    }

    /// Indices of the items that nobody has handled; of two equal ones, the first.
    private func claim(_ items: [WorkItem], in tx: isolated PostgresSession) throws -> [Int] {
        guard !items.isEmpty else { return [] }
        var claimed = try InboxStore.claim(items.map(\.claim), in: tx)
        return items.indices.filter { claimed.remove(items[$0].claim) != nil }
    }

    private func handle(
        _ items: [WorkItem],
        _ fresh: [Int],
        in tx: isolated PostgresSession
    ) throws -> [OutgoingMessage] {
        var outgoing: [OutgoingMessage] = []
        var unfit: [(index: Int, disposition: Disposition)] = []
        let groups = Dictionary(grouping: fresh) { items[$0].handler.name }
        for name in groups.keys.sorted() {
            let group = (groups[name] ?? []).sorted { Claim.precedes(items[$0].claim, items[$1].claim) }
            guard let first = group.first else { continue }
            let outcomes = try items[first].handler.handle(group.map { items[$0].prepared }, tx)
            guard outcomes.count == group.count else { throw Misrouted(handler: name) }
            for (index, outcome) in zip(group, outcomes) {
                if let disposition = policy.disposition(of: outcome, items[index]) {
                    unfit.append((index, disposition))
                } else if case .done(let events) = outcome {
                    let cause = items[index].cause
                    for event in events { outgoing.append(try OutgoingMessage(event, cause: cause)) }
                }
            }
        }
        guard unfit.isEmpty else { throw Unfit(dispositions: unfit) }
        return outgoing
    }

    /// A message may be handled and come again before its acknowledgement arrives: what goes wrong then, a process that
    /// ends among it, is no failure of the message.
    private func split(_ aside: [SetAside], by handled: Set<Claim>) -> (moot: [SetAside], open: [SetAside]) {
        guard !handled.isEmpty else { return ([], aside) }
        return (
            aside.filter { handled.contains($0.item.claim) }, aside.filter { !handled.contains($0.item.claim) }
        )
    }

    /// Writes what happens to messages that were not handled, in the transaction of those that were.
    private func keep(_ aside: [SetAside], in tx: isolated PostgresSession) throws {
        try RetryStore.keep(aside.filter { !$0.item.isRetry }, in: tx)
        for one in aside where one.item.isRetry {
            guard case .again(let delay, let failure, let postponed) = one.disposition else { continue }
            try RetryStore.reschedule(one.item, after: delay, failure: failure, postponed: postponed, in: tx)
        }
        let dead = aside.compactMap { one -> DeadLetter? in
            guard case .dead(let failure) = one.disposition else { return nil }
            return DeadLetter(
                handler: one.item.handler.name,
                envelope: one.item.envelope,
                body: one.item.body,
                attempts: one.item.attempt,
                failure: failure
            )
        }
        try DeadLetterStore.bury(dead, service: service, in: tx)
        try ReplayStore.failed(dead, in: tx)
        let buried = aside.filter { if case .dead = $0.disposition { true } else { false } }
        try RetryStore.forget(buried.filter(\.item.isRetry).map(\.item.retryKey), in: tx)
    }
}
