import CRabbitMQ

/// What is written without waiting for an answer; belongs inside ``burst(_:)``.
extension BrokerLink {
    /// The message must have passed ``MessageLimits``.
    func publish(_ outgoing: AMQPOutgoing) throws(AMQPError) {
        defer { encoder.recycle() }
        let exchange = encoder.bytes(outgoing.exchange)
        let routingKey = encoder.bytes(outgoing.routingKey)
        let properties = outgoing.message.properties.raw(encoder)
        let status = outgoing.message.body.withUnsafeBytes { body in
            withUnsafePointer(to: properties) {
                amqp_basic_publish(
                    raw,
                    Self.channel,
                    exchange,
                    routingKey,
                    outgoing.mandatory ? 1 : 0,
                    0,
                    $0,
                    amqp_bytes_t(len: body.count, bytes: UnsafeMutableRawPointer(mutating: body.baseAddress))
                )
            }
        }
        try check(status, "publishing")
    }

    func acknowledge(_ number: UInt64, multiple: Bool) throws(AMQPError) {
        try check(amqp_basic_ack(raw, Self.channel, number, multiple ? 1 : 0), "acknowledging")
    }

    func reject(_ number: UInt64, requeue: Bool) throws(AMQPError) {
        try check(amqp_basic_reject(raw, Self.channel, number, requeue ? 1 : 0), "rejecting")
    }

    /// The answer comes through the pump as `.cancelOK`.
    func cancel(_ tag: String) throws(AMQPError) {
        let status = rabbit_send_cancel(raw, encoder.bytes(tag))
        encoder.recycle()
        try check(status, "cancelling")
    }

    /// Answers the broker's requests and turns its farewells into errors; every other frame is the caller's.
    func handleControl(_ frame: InboundFrame) throws(AMQPError) {
        switch frame {
        case .channelClosed(let code, let text):
            _ = rabbit_send_channel_close_ok(raw)
            throw AMQPError(closedByBroker: code, text, "using the channel")
        case .connectionClosed(let code, let text):
            _ = rabbit_send_connection_close_ok(raw)
            throw AMQPError(closedByBroker: code, text, "using the connection")
        case .flow(let active):
            try check(rabbit_send_flow_ok(raw, active ? 1 : 0), "answering flow")
        default: break
        }
    }
}
