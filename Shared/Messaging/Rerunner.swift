import Foundation
import Logging
import Postgres

/// Runs kept messages again when they are due, under their own identity; like deliveries, but without receipts.
struct Rerunner: Sendable {
    /// Names this instance, as in the outbox.
    let instance: UUID
    let database: PostgresPool
    let dispatchers: [Dispatcher]
    let logger: Logger

    /// A message being run again is hidden from other replicas for so long, while this one lives.
    private static let lease = Duration.seconds(120)
    private static let batch = 50

    /// Everything that is due now: first what never failed to come back, beside each other; then the suspects, alone.
    func run() async throws {
        while !Task.isCancelled {
            var rows = try await take(suspects: false)
            if rows.isEmpty { rows = try await take(suspects: true) }
            if rows.isEmpty { return }
            await withDiscardingTaskGroup { group in
                for row in rows { group.addTask { await rerun(row) } }
            }
            if Task.isCancelled { await release(rows) }
        }
    }

    private func take(suspects: Bool) async throws -> [RetryRow] {
        try await database.transaction { [instance] tx in
            try RetryStore.take(by: instance, limit: Self.batch, suspects: suspects, lease: Self.lease, in: tx)
        }
    }

    private func rerun(_ row: RetryRow) async {
        guard let (dispatcher, handler) = find(row) else { return }
        var item = WorkItem(
            handler: handler,
            envelope: row.envelope,
            body: row.body,
            attempt: row.attempt,
            origin: .retry(keptAs: row.keptAs, postponed: row.postponed),
            prepared: Prepared(delivery: row.keptAs, gathered: nil)
        )
        item.span = dispatcher.settler.tracing?.begin(row.envelope)
        // Of the starts, the first was beside others and the latest is this one.
        let crashesAlone = row.starts - 2
        guard crashesAlone < Dispatcher.crashesAllowed else {
            return await dispatcher.settler.settle([], aside: [dispatcher.crashed(item, times: crashesAlone)])
        }
        do {
            item.prepared = try handler.decode(row.envelope, row.body, row.attempt)
            await dispatcher.settleAfterLook(item)
        } catch {
            await dispatcher.settler.settle([], aside: [dispatcher.settler.failed(item, error)])
        }
    }

    /// The handler that failed; or, for a type that had none, the one that this release may have. A name that nobody
    /// has any more fails until its attempts are used up: another replica may be newer.
    private func find(_ row: RetryRow) -> (Dispatcher, ErasedHandler)? {
        for dispatcher in dispatchers {
            if let handler = dispatcher.handlers.values.first(where: { $0.name == row.keptAs }) {
                return (dispatcher, handler)
            }
            if dispatcher.queue == row.keptAs, let handler = dispatcher.handlers[row.envelope.type] {
                return (dispatcher, handler)
            }
        }
        return dispatchers.first.map { ($0, ErasedHandler(missingFor: row.envelope.type, on: row.keptAs)) }
    }

    /// Stopped with the service before they came to an end; those that did have no row or another due time already.
    private func release(_ rows: [RetryRow]) async {
        let (database, keys) = (database, rows.map(\.key))
        await Task { try? await database.transaction { tx in try RetryStore.release(keys, in: tx) } }.value
    }
}
