/// What fits AMQP's fields; checked before anything reaches the library.
enum MessageLimits {
    /// RabbitMQ 4's default `max_message_size`.
    static let largestBody = 16 * 1024 * 1024
    /// The content header stands in one frame: its size less 8 bytes of framing, 14 of fixed fields and the texts.
    static let largestHeaders = BrokerLink.frameMaximum - 8 - 14 - 7 * 256
    static let deepestHeaders = 16

    /// Why the message cannot be sent, or nil. Names the field, never its value.
    static func problem(_ outgoing: AMQPOutgoing) -> String? {
        let properties = outgoing.message.properties
        let long = 255
        if outgoing.exchange.utf8.count > long { return "exchange longer than 255 bytes" }
        if outgoing.routingKey.utf8.count > long { return "routing key longer than 255 bytes" }
        if tooLong(properties.messageID) { return "message id longer than 255 bytes" }
        if tooLong(properties.type) { return "type longer than 255 bytes" }
        if tooLong(properties.correlationID) { return "correlation id longer than 255 bytes" }
        if tooLong(properties.contentType) { return "content type longer than 255 bytes" }
        if tooLong(properties.contentEncoding) { return "content encoding longer than 255 bytes" }
        if tooLong(properties.appID) { return "app id longer than 255 bytes" }
        if outgoing.message.body.count > largestBody { return "body larger than 16 MiB" }
        return properties.headers.isEmpty ? nil : problem(properties.headers)
    }

    private static func problem(_ headers: [String: AMQPValue]) -> String? {
        if AMQPValue.encodedSize(of: headers) > largestHeaders { return "headers larger than a frame" }
        let value = AMQPValue.table(headers)
        if value.depth > deepestHeaders { return "headers nested too deep" }
        if !value.hasShortKeys { return "a header's name longer than 255 bytes" }
        return nil
    }

    private static func tooLong(_ text: String?) -> Bool { (text?.utf8.count ?? 0) > 255 }
}

extension AMQPValue {
    fileprivate var hasShortKeys: Bool {
        switch self {
        case .table(let table): table.allSatisfy { $0.key.utf8.count <= 255 && $0.value.hasShortKeys }
        case .array(let values): values.allSatisfy(\.hasShortKeys)
        default: true
        }
    }
}
