import AMQP
import Contracts
import Foundation
import Synchronization

/// RabbitMQ: exchange `evt` and one quorum queue per service.
public struct AMQPBroker: MessageBroker {
    private let url: String
    private let name: String
    private let admin: AMQPAdmin
    private let missing = MissingQueues()

    /// - Parameters:
    ///   - url: `amqp://` or `amqps://`, several nodes separated by commas.
    ///   - name: shown by the broker beside each connection.
    public init(url: String, name: String) {
        self.url = url
        self.name = name
        admin = AMQPAdmin(AMQPConfig(url: url, connectionName: "\(name) watch"))
    }

    public func publisher(name: String) -> any MessagePublisher {
        let publisher = AMQPPublisher(
            AMQPConfig(url: url, connectionName: name),
            topology: AMQPBroker.topology(of: nil)
        )
        return RabbitPublisher(publisher: publisher, source: self.name)
    }

    public func consumer(of queue: QueueDeclaration, prefetch: Int) -> any MessageConsumer {
        let config = AMQPConfig(url: url, connectionName: "\(name) \(queue.name)")
        let consumer = AMQPConsumer(
            config,
            topology: AMQPBroker.topology(of: queue),
            queue: queue.name,
            prefetch: prefetch
        )
        return RabbitConsumer(consumer: consumer)
    }

    public func depths(of queues: [String]) async throws -> [String: Int] {
        var depths: [String: Int] = [:]
        for queue in queues where !missing.holds(queue) {
            guard let depth = try await admin.queueDepth(queue) else {
                missing.note(queue)
                continue
            }
            depths[queue] = depth.messages
        }
        return depths
    }

    /// Makes every queue that somebody hears on, with its bindings, before the first event: one that is announced
    /// while a hearer has never run yet would otherwise reach the others only.
    /// - Returns: their number.
    public func declareQueues() async throws -> Int {
        let queues = Catalogue.queues + Catalogue.controlQueues
        for queue in queues {
            try await admin.declare(Self.topology(of: QueueDeclaration(name: queue.name, types: queue.types)))
        }
        return queues.count
    }

    /// The exchange, and a service's queue with its bindings. Mutable settings stand in policies, not here.
    static func topology(of queue: QueueDeclaration?) -> AMQPTopology {
        var topology = AMQPTopology()
        topology.exchanges = [.init(Catalogue.exchange, kind: .topic)]
        if let queue {
            topology.queues = [.quorum(queue.name)]
            topology.bindings = queue.types.map {
                .init(exchange: Catalogue.exchange, queue: queue.name, routingKey: $0)
            }
        }
        return topology
    }
}

private struct RabbitPublisher: MessagePublisher {
    let publisher: AMQPPublisher
    let source: String

    var isOpen: Bool { publisher.state == .open }

    var openings: Int { publisher.openings }

    func start() { publisher.start() }

    func publish(_ messages: [OutgoingMessage]) async -> [PublishOutcome] {
        await publisher.publish(messages.map { EnvelopeCoding.outgoing($0, source: source) }).map { outcome in
            switch outcome {
            case .confirmed: .confirmed
            case .returned(let code, let text): .unroutable("\(code) \(text)")
            case .refused: .refused
            case .lost(let reason): .unknown(reason)
            case .invalid(let reason): .invalid(reason)
            }
        }
    }

    func close(within limit: Duration) async { await publisher.close(within: limit) }
}

private struct RabbitConsumer: MessageConsumer {
    let consumer: AMQPConsumer

    var isSubscribed: Bool { consumer.state == .open }

    var openings: Int { consumer.openings }

    func start() { consumer.start() }

    func next(upTo limit: Int, linger: Duration) async throws -> [InboundMessage] {
        try await consumer.next(upTo: limit, linger: linger).map(EnvelopeCoding.inbound)
    }

    func acknowledge(_ receipts: [Receipt]) {
        consumer.acknowledge(receipts.map { DeliveryTag(generation: $0.generation, number: $0.number) })
    }

    func giveBack(_ receipts: [Receipt]) {
        for receipt in receipts {
            consumer.reject(DeliveryTag(generation: receipt.generation, number: receipt.number), requeue: true)
        }
    }

    func cancel() async { await consumer.cancel() }

    func close(within limit: Duration) async { await consumer.close(within: limit) }
}

/// Asking for a queue that is not there costs the broker a channel and us a login, so it is not asked for each time.
private final class MissingQueues: Sendable {
    private let until = Mutex<[String: ContinuousClock.Instant]>([:])

    func holds(_ queue: String) -> Bool { until.withLock { $0[queue].map { $0 > .now } ?? false } }

    func note(_ queue: String) { until.withLock { $0[queue] = .now + .seconds(60) } }
}
