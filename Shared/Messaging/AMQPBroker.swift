import AMQP
import Contracts
import Foundation

/// RabbitMQ: exchange `evt` and one quorum queue per service.
public struct AMQPBroker: MessageBroker {
    private let url: String
    private let name: String
    private let admin: AMQPAdmin

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
        publisher.start()
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
        consumer.start()
        return RabbitConsumer(consumer: consumer)
    }

    public func depths(of queues: [String]) async throws -> [String: Int] {
        var depths: [String: Int] = [:]
        for queue in queues { depths[queue] = try await admin.queueDepth(queue)?.messages }
        return depths
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

    func next(upTo limit: Int) async throws -> [InboundMessage] {
        try await consumer.next(upTo: limit).map(EnvelopeCoding.inbound)
    }

    func acknowledge(_ receipts: [Receipt]) {
        consumer.acknowledge(receipts.map { DeliveryTag(generation: $0.generation, number: $0.number) })
    }

    func cancel() async { await consumer.cancel() }

    func close(within limit: Duration) async { await consumer.close(within: limit) }
}
