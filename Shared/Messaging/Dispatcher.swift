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
    let lane: LookLane
    /// Slow suspects take turns.
    let suspectLane = Slots(1)
    /// Messages that one transaction takes at most.
    let batch: Int
    let service: ServiceName
    let logger: Logger

    /// Deliveries that were not acknowledged, from which a message is a suspect.
    private static let suspectFrom = 2

    /// From this many on, a batch that is not full shows a queue that is filled as fast as it is read.
    private static let crowd = 10
    /// A batch costs a commit, a publish and an acknowledgement, whatever it holds: in a crowd it is worth a moment to
    /// let more arrive. A message that comes alone never waits.
    private static let linger = Duration.milliseconds(10)

    /// Returns when the consumer is cancelled and what it held is settled.
    func run() async {
        await withDiscardingTaskGroup { group in
            var isCrowded = false
            while !Task.isCancelled {
                await gate.pass()
                let batch: [InboundMessage]
                do {
                    batch = try await consumer.next(upTo: self.batch, linger: isCrowded ? Self.linger : .zero)
                } catch {
                    logger.error("cannot consume", metadata: Failure(error).metadata)
                    try? await Task.sleep(for: .seconds(1))
                    continue
                }
                if batch.isEmpty { break }
                isCrowded = batch.count >= Self.crowd && batch.count < self.batch
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
        for suspect in sorted.suspects where !suspect.handler.gathers { await runAlone(suspect) }
        let slow = sorted.suspects.filter(\.handler.gathers)
        if !slow.isEmpty { group.addTask { await runAloneBeside(slow) } }
        if !sorted.gathering.isEmpty { await gather(sorted.gathering, in: &group) }
    }

    // MARK: Sorting

    struct Sorted {
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
        let handler = handlers[envelope.type] ?? ErasedHandler(missingFor: envelope.type, on: queue)
        var item = WorkItem(
            handler: handler,
            envelope: envelope,
            body: message.body,
            attempt: 1,
            origin: .delivery(message.receipt),
            prepared: Prepared(delivery: queue, gathered: nil)
        )
        item.span = settler.tracing?.begin(envelope)
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
    /// - Parameter recalling: the message comes by itself, asks what is known and settles alone.
    func settleAfterLook(_ item: WorkItem, recalling: Bool = true) async {
        var item = item
        var waits = 0
        while !Task.isCancelled {
            do {
                if item.handler.gathers {
                    let known = recalling ? try await item.handler.recall([item.prepared]).first ?? nil : nil
                    if let known {
                        item.prepared = known
                    } else {
                        item.prepared = try await settler.look(item)
                    }
                }
                if recalling { await settler.settle([item]) } else { await lane.settle(item) }
                return
            } catch let error as PostgresError where error.isUnavailable {
                await settler.away.wait(error, round: waits)
                waits += 1
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
            let recalled = await recall(batch, handler)
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

    /// What is known already. Nothing, when the handler cannot tell: then each message looks for itself.
    private func recall(_ batch: [WorkItem], _ handler: ErasedHandler) async -> [Prepared?] {
        var waits = 0
        while !Task.isCancelled {
            do {
                return try await handler.recall(batch.map(\.prepared))
            } catch let error as PostgresError where error.isUnavailable {
                await settler.away.wait(error, round: waits)
                waits += 1
            } catch {
                break
            }
        }
        return batch.map { _ in nil }
    }
}
