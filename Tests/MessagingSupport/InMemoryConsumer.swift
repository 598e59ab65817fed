import Foundation
public import Messaging
import Synchronization

/// A subscription to a queue of ``InMemoryBroker``.
public final class InMemoryConsumer: MessageConsumer {
    private struct State {
        var unacknowledged: [Int: InMemoryBroker.Stored] = [:]
        var next = 1
        var isStarted = false
        var isCancelled = false
        var isClosed = false
        var waiter: CheckedContinuation<Void, Never>?
    }

    let queue: String
    private let broker: InMemoryBroker
    private let prefetch: Int
    private let state = Mutex(State())

    init(broker: InMemoryBroker, queue: String, prefetch: Int) {
        self.broker = broker
        self.queue = queue
        self.prefetch = prefetch
    }

    public var isSubscribed: Bool { state.withLock { $0.isStarted && !$0.isCancelled && !$0.isClosed } }

    public func start() {
        state.withLock { $0.isStarted = true }
        wake()
    }

    public func next(upTo limit: Int, linger: Duration) async throws -> [InboundMessage] {
        while true {
            let taken = take(limit)
            if !taken.isEmpty {
                guard linger > .zero, taken.count < limit else { return taken }
                try? await Task.sleep(for: linger)
                return taken + take(limit - taken.count)
            }
            if Task.isCancelled || state.withLock({ $0.isCancelled || $0.isClosed }) { return [] }
            await withTaskCancellationHandler {
                await withCheckedContinuation { continuation in
                    let isOver = state.withLock { state in
                        state.waiter = continuation
                        return state.isCancelled || state.isClosed
                    }
                    if isOver || Task.isCancelled { wake() }
                }
            } onCancel: {
                wake()
            }
        }
    }

    private func take(_ limit: Int) -> [InboundMessage] {
        state.withLock { state in
            guard state.isStarted, !state.isClosed, !state.isCancelled else { return [] }
            let room = min(limit, prefetch - state.unacknowledged.count)
            return broker.take(from: queue, upTo: room).map { stored in
                let number = state.next
                state.next += 1
                state.unacknowledged[number] = stored
                return InboundMessage(
                    envelope: stored.message.envelope,
                    type: stored.message.envelope.type,
                    body: stored.message.body,
                    deliveryCount: stored.deliveries,
                    receipt: Receipt(generation: 1, number: UInt64(number))
                )
            }
        }
    }

    func wake() {
        let waiter = state.withLock { state in
            defer { state.waiter = nil }
            return state.waiter
        }
        waiter?.resume()
    }

    public func acknowledge(_ receipts: [Receipt]) {
        state.withLock { state in
            for receipt in receipts { state.unacknowledged[Int(receipt.number)] = nil }
        }
        wake()
    }

    public func giveBack(_ receipts: [Receipt]) {
        let given = state.withLock { state in
            receipts.compactMap { state.unacknowledged.removeValue(forKey: Int($0.number)) }
        }
        broker.giveBack(given, to: queue)
    }

    public func cancel() async {
        state.withLock { $0.isCancelled = true }
        wake()
    }

    /// As a lost connection: what was not acknowledged is delivered again.
    public func close(within limit: Duration) async {
        let left = state.withLock { state in
            state.isClosed = true
            defer { state.unacknowledged = [:] }
            return state.unacknowledged.sorted { $0.key < $1.key }.map(\.value)
        }
        broker.giveBack(left, to: queue)
        wake()
    }
}
