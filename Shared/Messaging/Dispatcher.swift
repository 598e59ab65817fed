import Contracts
import Foundation
import Logging
import Postgres

/// Takes messages from one queue to their handlers.
///
/// A batch is what arrived while the previous one ran. Messages whose handler looks outside first run beside the
/// batches, a bounded number at once. A message that ended its process before runs alone.
struct Dispatcher: Sendable {
    let queue: String
    let handlers: [String: ErasedHandler]
    let consumer: any MessageConsumer
    let settler: Settler
    let gate: Gate
    let slots: Slots
    /// Messages that one transaction takes at most.
    let batch: Int
    let service: ServiceName
    let logger: Logger

    /// Deliveries that were not acknowledged, from which a message is a suspect.
    private static let suspectFrom = 2
    /// Times a suspect may run alone without coming back, before it is kept as a dead letter.
    private static let crashesAllowed = 2

    /// Returns when the consumer is cancelled and what it held is settled.
    func run() async {
        await withDiscardingTaskGroup { group in
            while !Task.isCancelled {
                await gate.pass()
                let batch: [InboundMessage]
                do {
                    batch = try await consumer.next(upTo: self.batch)
                } catch {
                    logger.error("cannot consume", metadata: Failure(error).metadata)
                    try? await Task.sleep(for: .seconds(1))
                    continue
                }
                if batch.isEmpty { break }
                await dispatch(batch, in: &group)
            }
        }
    }

    private func dispatch(_ batch: [InboundMessage], in group: inout DiscardingTaskGroup) async {
        var sorted = Sorted()
        for message in batch { sort(message, into: &sorted) }
        if !sorted.defects.isEmpty { await bury(sorted.defects) }
        if !(sorted.plain.isEmpty && sorted.aside.isEmpty) {
            await settler.settle(sorted.plain, aside: sorted.aside)
        }
        for suspect in sorted.suspects { await runAlone(suspect) }
        if !sorted.gathering.isEmpty { await gather(sorted.gathering, in: &group) }
    }

    /// Runs messages that failed before, under their own identity; like a delivery, but without a receipt.
    func rerun(_ rows: [RetryRow]) async {
        await withDiscardingTaskGroup { group in
            for row in rows {
                guard let handler = handlers.values.first(where: { $0.name == row.handler }) else { continue }
                group.addTask { await rerun(row, handler) }
            }
        }
    }

    private func rerun(_ row: RetryRow, _ handler: ErasedHandler) async {
        var item = WorkItem(
            handler: handler,
            envelope: row.envelope,
            body: row.body,
            attempt: row.attempt,
            origin: .retry(postponed: row.postponed),
            prepared: Prepared(delivery: row.handler, gathered: nil)
        )
        do {
            item.prepared = try handler.decode(row.envelope, row.body, row.attempt)
            await settleAfterLook(item)
        } catch {
            await settler.settle([], aside: [settler.failed(item, error)])
        }
    }

    // MARK: Sorting

    private struct Sorted {
        var plain: [WorkItem] = []
        var gathering: [WorkItem] = []
        var suspects: [WorkItem] = []
        var aside: [SetAside] = []
        var defects: [(message: InboundMessage, failure: Failure)] = []
    }

    private func sort(_ message: InboundMessage, into sorted: inout Sorted) {
        guard let envelope = message.envelope else {
            let text = message.defect ?? "no envelope"
            sorted.defects.append((message, Failure(errorClass: "envelope", text: text, isPermanent: true)))
            return
        }
        guard let handler = handlers[envelope.type] else {
            let text = "\(queue) has no handler for this type; a binding is left over or the version is unknown"
            sorted.defects.append((message, Failure(errorClass: "unknown_type", text: text, isPermanent: true)))
            return
        }
        var item = WorkItem(
            handler: handler,
            envelope: envelope,
            body: message.body,
            attempt: 1,
            origin: .delivery(message.receipt),
            prepared: Prepared(delivery: queue, gathered: nil)
        )
        do {
            item.prepared = try handler.decode(envelope, message.body, 1)
        } catch {
            sorted.aside.append(settler.failed(item, error))
            return
        }
        if message.deliveryCount >= Self.suspectFrom {
            sorted.suspects.append(item)
        } else if handler.gathers {
            sorted.gathering.append(item)
        } else {
            sorted.plain.append(item)
        }
    }

    // MARK: Looking outside

    /// Looks outside where the handler does, then settles. While the database is away no attempt is counted.
    private func settleAfterLook(_ item: WorkItem, recalling: Bool = true) async {
        var item = item
        while !Task.isCancelled {
            do {
                if item.handler.gathers {
                    let known = recalling ? try await item.handler.recall([item.prepared]).first ?? nil : nil
                    if let known {
                        item.prepared = known
                    } else {
                        item.prepared = try await item.handler.gather(item.prepared)
                    }
                }
                await settler.settle([item])
                return
            } catch let error as PostgresError where error.isUnavailable {
                await settler.waitForDatabase(error)
            } catch is CancellationError {
                return  // unacknowledged: the broker delivers it again
            } catch {
                await settler.settle([], aside: [settler.failed(item, error)])
                return
            }
        }
    }

    /// What is already known settles at once and together; the rest looks outside, message by message.
    private func gather(_ items: [WorkItem], in group: inout DiscardingTaskGroup) async {
        var known: [WorkItem] = []
        var unknown: [WorkItem] = []
        for batch in Dictionary(grouping: items, by: \.handler.name).values {
            guard let handler = batch.first?.handler else { continue }
            let recalled = (try? await handler.recall(batch.map(\.prepared))) ?? batch.map { _ in nil }
            for (var item, prepared) in zip(batch, recalled) {
                if let prepared {
                    item.prepared = prepared
                    known.append(item)
                } else {
                    unknown.append(item)
                }
            }
        }
        if !known.isEmpty { await settler.settle(known) }
        for item in unknown {
            await slots.take()
            group.addTask {
                defer { slots.give() }
                await settleAfterLook(item, recalling: false)
            }
        }
    }

    // MARK: Suspects and defects

    /// A message whose deliveries ended with the process runs behind a committed mark, so that it cannot take its
    /// neighbours with it again and again.
    private func runAlone(_ item: WorkItem) async {
        var item = item
        item.isMarked = true
        let claim = item.claim
        do {
            let crashes = try await settler.database.transaction(settings: settler.settings) { tx in
                try CrashStore.mark(claim, in: tx)
            }
            guard crashes >= Self.crashesAllowed else { return await settleAfterLook(item) }
            let text = "the process ended \(crashes) times while this message ran alone"
            let failure = Failure(errorClass: "crash", text: text, isPermanent: true)
            await settler.settle([], aside: [SetAside(item: item, disposition: .dead(failure))])
        } catch let error as PostgresError where error.isUnavailable {
            await settler.waitForDatabase(error)
            await runAlone(item)
        } catch {
            await settler.settle([], aside: [settler.failed(item, error)])
        }
    }

    /// What cannot even be identified is kept with its bytes and the reason.
    private func bury(_ defects: [(message: InboundMessage, failure: Failure)]) async {
        let letters = defects.map { defect in
            DeadLetter(
                handler: queue,
                envelope: defect.message.envelope ?? Envelope(type: defect.message.type, subject: "unknown"),
                body: defect.message.body,
                attempts: 1,
                failure: defect.failure
            )
        }
        while !Task.isCancelled {
            do {
                try await settler.database.transaction(settings: settler.settings) { [service] tx in
                    try DeadLetterStore.bury(letters, service: service, in: tx)
                }
                settler.metrics.deadLettered.add(letters.count)
                consumer.acknowledge(defects.map(\.message.receipt))
                return
            } catch let error as PostgresError where error.isUnavailable {
                await settler.waitForDatabase(error)
            } catch {
                logger.critical("cannot keep an unreadable message", metadata: Failure(error).metadata)
                try? await Task.sleep(for: .seconds(1))
            }
        }
    }
}
