import Contracts
public import Foundation
public import Messaging
import Synchronization

/// A broker in memory with the promises of the real one: confirms, returns, redelivery with a count, prefetch.
/// For tests; what it leaves out (quorum, disk) the conformance suite does not ask of either.
public final class InMemoryBroker: MessageBroker {
    struct Stored {
        let message: OutgoingMessage
        var deliveries = 0
    }

    struct Queue {
        var types: Set<String> = []
        var ready: [Stored] = []
    }

    struct State {
        var queues: [String: Queue] = [:]
        var isAway = false
        var refuses: Set<String> = []
        var poison: Set<UUID> = []
        var depths: [String: Int] = [:]
        var published: [OutgoingMessage] = []
        var consumers: [InMemoryConsumer] = []
    }

    let state = Mutex(State())

    public init() {}

    public func publisher(name: String) -> any MessagePublisher { InMemoryPublisher(broker: self) }

    public func consumer(of queue: QueueDeclaration, prefetch: Int) -> any MessageConsumer {
        let consumer = InMemoryConsumer(broker: self, queue: queue.name, prefetch: prefetch)
        state.withLock { state in
            state.queues[queue.name, default: Queue()].types.formUnion(queue.types)
            state.consumers.append(consumer)
        }
        return consumer
    }

    public func depths(of queues: [String]) async throws -> [String: Int] {
        state.withLock { state in
            queues.reduce(into: [:]) { depths, name in
                depths[name] = state.depths[name] ?? state.queues[name]?.ready.count
            }
        }
    }

    // MARK: What a test does to it

    /// Everything that was ever confirmed, in order.
    public var published: [OutgoingMessage] { state.withLock { $0.published } }

    /// While away, nothing is confirmed and nothing is delivered.
    public func set(away: Bool) {
        let consumers = state.withLock { state in
            state.isAway = away
            return state.consumers
        }
        for consumer in consumers { consumer.wake() }
    }

    /// Refuses these types, as a full queue does.
    public func refuse(_ types: Set<String>) { state.withLock { $0.refuses = types } }

    /// Ends the connection on each of these, so that nothing of the same call is answered.
    public func endConnection(on messages: Set<UUID>) { state.withLock { $0.poison = messages } }

    /// Says that a queue is so deep, without the messages.
    public func pretend(depth: Int, of queue: String) { state.withLock { $0.depths[queue] = depth } }

    /// Declares a queue as a service that is not running now would have left it.
    public func declare(_ queue: QueueDeclaration) {
        state.withLock { $0.queues[queue.name, default: Queue()].types.formUnion(queue.types) }
    }

    /// Puts a message into its target's queue as one that was delivered before and never acknowledged.
    public func redeliver(_ message: OutgoingMessage, deliveries: Int) {
        let consumers = state.withLock { state in
            let stored = Stored(message: message, deliveries: deliveries)
            state.queues[message.target ?? "", default: Queue()].ready.append(stored)
            return state.consumers.filter { $0.queue == message.target }
        }
        for consumer in consumers { consumer.wake() }
    }

    /// Removes a queue's bindings.
    public func unbind(_ queue: String) { state.withLock { $0.queues[queue]?.types = [] } }

    func accept(_ message: OutgoingMessage) -> PublishOutcome {
        let (outcome, consumers) = state.withLock { state -> (PublishOutcome, [InMemoryConsumer]) in
            if state.isAway { return (.unknown("away"), []) }
            let type = message.envelope.type
            if state.refuses.contains(type) { return (.refused, []) }
            let names = message.target.map { [$0] } ?? state.queues.filter { $0.value.types.contains(type) }.map(\.key)
            let isHeard = Catalogue.entry(of: type)?.heardBy.isEmpty != true
            let existing = names.filter { state.queues[$0] != nil }
            if existing.isEmpty, isHeard || message.target != nil { return (.unroutable("312 NO_ROUTE"), []) }
            for name in existing { state.queues[name]?.ready.append(Stored(message: message)) }
            state.published.append(message)
            return (.confirmed, state.consumers.filter { existing.contains($0.queue) })
        }
        for consumer in consumers { consumer.wake() }
        return outcome
    }

    func take(from queue: String, upTo limit: Int) -> [Stored] {
        state.withLock { state in
            guard !state.isAway, var ready = state.queues[queue]?.ready, limit > 0 else { return [] }
            let taken = Array(ready.prefix(limit))
            ready.removeFirst(taken.count)
            state.queues[queue]?.ready = ready
            return taken
        }
    }

    func giveBack(_ stored: [Stored], to queue: String) {
        let consumers = state.withLock { state in
            let counted = stored.map { Stored(message: $0.message, deliveries: $0.deliveries + 1) }
            state.queues[queue]?.ready.insert(contentsOf: counted, at: 0)
            return state.consumers.filter { $0.queue == queue }
        }
        for consumer in consumers { consumer.wake() }
    }
}

private struct InMemoryPublisher: MessagePublisher {
    let broker: InMemoryBroker
    var isOpen: Bool { !broker.state.withLock { $0.isAway } }

    func start() {}

    func publish(_ messages: [OutgoingMessage]) async -> [PublishOutcome] {
        if !isOpen { try? await Task.sleep(for: .milliseconds(5)) }  // as the real one waits for its connection
        let poison = broker.state.withLock { $0.poison }
        guard !messages.contains(where: { poison.contains($0.envelope.messageID) }) else {
            return messages.map { _ in .unknown("the connection ended") }
        }
        return messages.map(broker.accept)
    }

    func close(within limit: Duration) async {}
}
