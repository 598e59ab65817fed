import Foundation
public import Messaging

/// A broker whose user dies at one moment of the traffic; all else passes.
public struct MortalBroker: MessageBroker {
    private let broker: any MessageBroker
    private let point: Failpoint

    public init(_ broker: any MessageBroker, dyingAt point: Failpoint) {
        self.broker = broker
        self.point = point
    }

    public func publisher(name: String) -> any MessagePublisher {
        MortalPublisher(publisher: broker.publisher(name: name), point: point)
    }

    public func consumer(of queue: QueueDeclaration, prefetch: Int) -> any MessageConsumer {
        MortalConsumer(consumer: broker.consumer(of: queue, prefetch: prefetch), point: point)
    }

    public func depths(of queues: [String]) async throws -> [String: Int] { try await broker.depths(of: queues) }
}

private struct MortalPublisher: MessagePublisher {
    let publisher: any MessagePublisher
    let point: Failpoint

    var isOpen: Bool { publisher.isOpen }

    func start() { publisher.start() }

    func publish(_ messages: [OutgoingMessage]) async -> [PublishOutcome] {
        if point == .acknowledged { Failpoint.die() }
        if point == .publishing {
            // Somewhere between the first frame and the last confirm.
            Thread {
                usleep(UInt32.random(in: 0...3_000))
                Failpoint.die()
            }.start()
        }
        let outcomes = await publisher.publish(messages)
        if point == .confirmed { Failpoint.die() }
        return outcomes
    }

    func close(within limit: Duration) async { await publisher.close(within: limit) }
}

private struct MortalConsumer: MessageConsumer {
    let consumer: any MessageConsumer
    let point: Failpoint

    var isSubscribed: Bool { consumer.isSubscribed }

    func start() { consumer.start() }

    func next(upTo limit: Int, linger: Duration) async throws -> [InboundMessage] {
        let messages = try await consumer.next(upTo: limit, linger: linger)
        if point == .delivered, !messages.isEmpty { Failpoint.die() }
        return messages
    }

    func acknowledge(_ receipts: [Receipt]) {
        if point == .committed { Failpoint.die() }
        consumer.acknowledge(receipts)
    }

    func giveBack(_ receipts: [Receipt]) { consumer.giveBack(receipts) }

    func cancel() async { await consumer.cancel() }

    func close(within limit: Duration) async { await consumer.close(within: limit) }
}
