/// The consumer's side of the connection's thread: deliveries in, acknowledgements out.
final class ConsumerLoop: LinkUser {
    struct Subscription {
        var queue: String
        var prefetch: Int
        var heartbeat: Duration
    }

    /// One consumer on its own channel, so that any name will do.
    private static let consumerTag = "filon"

    private let mailbox: ConsumerMailbox
    private let subscription: Subscription
    private var ledger = SettlementLedger()
    private var assembler = ContentAssembler()
    private var arrived: [AMQPDelivery] = []
    private var generation = 0
    private var isCancelSent = false
    private var isEnded = false

    init(_ mailbox: ConsumerMailbox, _ subscription: Subscription) {
        self.mailbox = mailbox
        self.subscription = subscription
    }

    var isClosing: Bool { mailbox.isClosing }

    func prepare(_ link: BrokerLink) throws(AMQPError) {
        generation += 1
        guard !isEnded else { return }
        try link.consume(subscription.queue, tag: Self.consumerTag, prefetch: subscription.prefetch)
    }

    func serve(_ link: BrokerLink) throws(AMQPError) {
        while true {
            try readFrames(link)
            let commands = mailbox.take()
            try settle(commands.settlements, link)
            if commands.isClosing { return }
            if commands.isCancelling, !isCancelSent, !isEnded {
                isCancelSent = true
                try link.burst { () throws(AMQPError) in try link.cancel(Self.consumerTag) }
            }
            let heartbeat = ContinuousClock.now + subscription.heartbeat / 4
            if let deadline = mailbox.prepareToSleep(until: heartbeat) {
                mailbox.wakeup.wait(socket: link.descriptor, until: deadline)
                mailbox.deliver([])  // somebody may have lingered long enough
            }
        }
    }

    func lost(_ error: AMQPError) {
        ledger = SettlementLedger()
        assembler = ContentAssembler()
        arrived = []
        mailbox.connectionLost()
        generation += 1  // tags of the lost connection are stale from now on, not from the next connect
        _ = settleStale(mailbox.take())
        if isCancelSent { end() }
    }

    func idle(until deadline: ContinuousClock.Instant) {
        let commands = settleStale(mailbox.take())
        if commands.isCancelling, !isEnded { end() }
        guard let deadline = mailbox.prepareToSleep(until: deadline) else { return }
        mailbox.wakeup.wait(socket: nil, until: deadline)
    }

    private func end() {
        isEnded = true
        mailbox.ended()
    }

    // MARK: Reading

    private func readFrames(_ link: BrokerLink) throws(AMQPError) {
        defer { handOver() }
        while let frame = try link.nextFrame() {
            switch frame {
            case .deliver(let start): try assembler.begin(.delivery(start))
            case .header(let size, let properties): try arrive(assembler.header(size: size, properties))
            case .body(let piece): try arrive(assembler.body(piece))
            case .cancelOK:
                handOver()
                end()
            case .cancelled:
                throw AMQPError(.consumerCancelled, "consuming from queue \(subscription.queue)")
            default: try link.handleControl(frame)
            }
        }
    }

    private func arrive(_ content: ContentAssembler.Content?) throws(AMQPError) {
        guard let content, case .delivery(let start) = content.start else { return }
        ledger.delivered(start.number)
        arrived.append(
            AMQPDelivery(
                message: content.message,
                exchange: start.exchange,
                routingKey: start.routingKey,
                redelivered: start.redelivered,
                tag: DeliveryTag(generation: generation, number: start.number)
            )
        )
        if arrived.count >= 256 { handOver() }
    }

    private func handOver() {
        guard !arrived.isEmpty else { return }
        mailbox.deliver(arrived)
        arrived.removeAll(keepingCapacity: true)
    }

    // MARK: Settling

    private func settle(_ settlements: [ConsumerMailbox.Settlement], _ link: BrokerLink) throws(AMQPError) {
        guard !settlements.isEmpty else { return }
        try link.burst { () throws(AMQPError) in
            var numbers: [UInt64] = []
            for settlement in settlements {
                switch settlement {
                case .acknowledge(let tags): numbers += self.current(tags)
                case .reject(let tag, let requeue):
                    for number in self.current([tag]) { try self.reject(number, requeue, link) }
                }
            }
            let (frames, unknown) = self.ledger.acknowledge(numbers)
            if unknown > 0 { self.mailbox.countStale(unknown) }
            for frame in frames { try link.acknowledge(frame.number, multiple: frame.multiple) }
        }
    }

    private func reject(_ number: UInt64, _ requeue: Bool, _ link: BrokerLink) throws(AMQPError) {
        guard ledger.reject(number) else { return mailbox.countStale(1) }
        try link.reject(number, requeue: requeue)
    }

    /// The numbers of this connection's tags; those of earlier connections are dropped and counted, since the
    /// broker has taken their deliveries back.
    private func current(_ tags: [DeliveryTag]) -> [UInt64] {
        let numbers = tags.lazy.filter { $0.generation == self.generation }.map(\.number)
        let result = Array(numbers)
        if result.count < tags.count { mailbox.countStale(tags.count - result.count) }
        return result
    }

    private func settleStale(_ commands: ConsumerMailbox.Commands) -> ConsumerMailbox.Commands {
        for settlement in commands.settlements {
            switch settlement {
            case .acknowledge(let tags): _ = current(tags)
            case .reject(let tag, _): _ = current([tag])
            }
        }
        return commands
    }
}
