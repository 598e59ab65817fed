import Telemetry

/// A consumer that counts what it hands over and what comes back settled.
struct MeteredConsumer: MessageConsumer {
    let consumer: any MessageConsumer
    let meter: QueueMeter

    var isSubscribed: Bool { consumer.isSubscribed }
    var openings: Int { consumer.openings }

    func start() { consumer.start() }

    func next(upTo limit: Int, linger: Duration) async throws -> [InboundMessage] {
        let messages = try await consumer.next(upTo: limit, linger: linger)
        meter.inHand.add(messages.count)
        let again = messages.count { $0.deliveryCount > 0 }
        if again > 0 { meter.redelivered.add(again) }
        return messages
    }

    func acknowledge(_ receipts: [Receipt]) {
        meter.inHand.add(-receipts.count)
        consumer.acknowledge(receipts)
    }

    func giveBack(_ receipts: [Receipt]) {
        meter.inHand.add(-receipts.count)
        consumer.giveBack(receipts)
    }

    func cancel() async { await consumer.cancel() }

    func close(within limit: Duration) async { await consumer.close(within: limit) }
}

/// A publisher that counts what is on its way and what the broker confirmed.
struct MeteredPublisher: MessagePublisher {
    let publisher: any MessagePublisher
    let metrics: MessagingMetrics

    var isOpen: Bool { publisher.isOpen }
    var openings: Int { publisher.openings }

    func start() { publisher.start() }

    func publish(_ messages: [OutgoingMessage]) async -> [PublishOutcome] {
        metrics.unconfirmed.add(messages.count)
        defer { metrics.unconfirmed.add(-messages.count) }
        let outcomes = await publisher.publish(messages)
        for (message, outcome) in zip(messages, outcomes) where outcome == .confirmed {
            metrics.types.published[message.envelope.type]?.add(1)
        }
        return outcomes
    }

    func close(within limit: Duration) async { await publisher.close(within: limit) }
}
