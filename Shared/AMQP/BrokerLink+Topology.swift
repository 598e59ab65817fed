import CRabbitMQ

/// Questions with an answer. Only while nothing is being delivered on this channel: the library's RPCs queue every
/// other frame.
extension BrokerLink {
    func declare(_ topology: AMQPTopology) throws(AMQPError) {
        for exchange in topology.exchanges { try declare(exchange) }
        for queue in topology.queues { try declare(queue) }
        for binding in topology.bindings { try declare(binding) }
    }

    /// Looks first, which anybody may: only an administrator may configure an exchange that all services share, and a
    /// refused question would stand in the broker's log at every connect. Whether its type is the right one,
    /// `filon migrate` and `filon status` say.
    private func declare(_ exchange: AMQPTopology.Exchange) throws(AMQPError) {
        let operation = "declaring exchange \(exchange.name)"
        try checkNames([exchange.name], operation)
        do {
            try ask(for: exchange, passive: true, operation)
        } catch {
            guard error.code == .notFound else { throw error }
            try reopenChannel(operation)
            try ask(for: exchange, passive: false, operation)
        }
    }

    private func ask(
        for exchange: AMQPTopology.Exchange,
        passive: Bool,
        _ operation: String
    ) throws(AMQPError) {
        amqp_exchange_declare(
            raw,
            Self.channel,
            encoder.bytes(exchange.name),
            encoder.bytes(exchange.kind.rawValue),
            passive ? 1 : 0,
            exchange.durable ? 1 : 0,
            0,
            0,
            amqp_table_t()
        )
        encoder.recycle()
        try checkReply(operation)
    }

    /// After the broker closed it with a reason (AMQP 0-9-1, 1.5.2.6: the close is confirmed first).
    private func reopenChannel(_ operation: String) throws(AMQPError) {
        try check(rabbit_send_channel_close_ok(raw), operation)
        amqp_channel_open(raw, Self.channel)
        try checkReply(operation)
    }

    private func declare(_ queue: AMQPTopology.Queue) throws(AMQPError) {
        let operation = "declaring queue \(queue.name)"
        try checkNames([queue.name], operation)
        amqp_queue_declare(
            raw,
            Self.channel,
            encoder.bytes(queue.name),
            0,
            queue.durable ? 1 : 0,
            0,
            0,
            encoder.table(queue.arguments)
        )
        encoder.recycle()
        try checkReply(operation)
    }

    private func declare(_ binding: AMQPTopology.Binding) throws(AMQPError) {
        let operation = "binding queue \(binding.queue) to \(binding.exchange) with \(binding.routingKey)"
        try checkNames([binding.queue, binding.exchange, binding.routingKey], operation)
        amqp_queue_bind(
            raw,
            Self.channel,
            encoder.bytes(binding.queue),
            encoder.bytes(binding.exchange),
            encoder.bytes(binding.routingKey),
            amqp_table_t()
        )
        encoder.recycle()
        try checkReply(operation)
    }

    /// Messages ready and consumers; throws `.notFound`, which ends the channel.
    func depth(of queue: String) throws(AMQPError) -> (messages: Int, consumers: Int) {
        let operation = "looking at queue \(queue)"
        try checkNames([queue], operation)
        let answer = amqp_queue_declare(raw, Self.channel, encoder.bytes(queue), 1, 0, 0, 0, amqp_table_t())
        encoder.recycle()
        let counts = answer.map { (Int($0.pointee.message_count), Int($0.pointee.consumer_count)) }
        try checkReply(operation)
        return counts ?? (0, 0)
    }

    /// Returns how many messages were dropped.
    func purge(_ queue: String) throws(AMQPError) -> Int {
        try checkNames([queue], "purging queue")
        let answer = amqp_queue_purge(raw, Self.channel, encoder.bytes(queue))
        encoder.recycle()
        let count = answer.map { Int($0.pointee.message_count) }
        try checkReply("purging queue \(queue)")
        return count ?? 0
    }

    func deleteQueue(_ queue: String) throws(AMQPError) {
        try checkNames([queue], "deleting queue")
        amqp_queue_delete(raw, Self.channel, encoder.bytes(queue), 0, 0)
        encoder.recycle()
        try checkReply("deleting queue \(queue)")
    }

    func deleteExchange(_ exchange: String) throws(AMQPError) {
        try checkNames([exchange], "deleting exchange")
        amqp_exchange_delete(raw, Self.channel, encoder.bytes(exchange), 0)
        encoder.recycle()
        try checkReply("deleting exchange \(exchange)")
    }

    func selectConfirms() throws(AMQPError) {
        amqp_confirm_select(raw, Self.channel)
        try checkReply("asking for confirms")
    }

    /// Prefetch per consumer: quorum queues refuse the channel-wide kind.
    func consume(_ queue: String, tag: String, prefetch: Int) throws(AMQPError) {
        try checkNames([queue], "consuming from queue")
        amqp_basic_qos(raw, Self.channel, 0, UInt16(clamping: prefetch), 0)
        try checkReply("limiting prefetch")
        amqp_basic_consume(
            raw,
            Self.channel,
            encoder.bytes(queue),
            encoder.bytes(tag),
            0,
            0,
            0,
            amqp_table_t()
        )
        encoder.recycle()
        try checkReply("consuming from queue \(queue)")
    }

    /// Longer names would be cut or refused inside the library.
    private func checkNames(_ names: [String], _ operation: String) throws(AMQPError) {
        guard names.allSatisfy({ $0.utf8.count <= 255 }) else {
            throw AMQPError(.invalid, operation, detail: "a name longer than 255 bytes")
        }
    }
}
