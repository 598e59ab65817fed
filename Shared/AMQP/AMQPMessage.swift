public import Foundation

/// What travels: the properties and the body's bytes, never interpreted here.
public struct AMQPMessage: Sendable, Equatable {
    public var properties: AMQPProperties
    public var body: [UInt8]

    public init(properties: AMQPProperties = AMQPProperties(), body: [UInt8]) {
        self.properties = properties
        self.body = body
    }
}

/// The basic properties of AMQP 0-9-1 (section 4.2.6.1) that Filon uses. Texts hold at most 255 bytes each.
public struct AMQPProperties: Sendable, Equatable {
    public var messageID: String?
    public var type: String?
    public var correlationID: String?
    public var contentType: String?
    public var contentEncoding: String?
    public var appID: String?
    /// Survives a restart of the broker (delivery mode 2).
    public var persistent = true
    /// Whole seconds on the wire.
    public var timestamp: Date?
    public var headers: [String: AMQPValue] = [:]

    public init(
        messageID: String? = nil,
        type: String? = nil,
        correlationID: String? = nil,
        contentType: String? = nil,
        contentEncoding: String? = nil,
        appID: String? = nil,
        persistent: Bool = true,
        timestamp: Date? = nil,
        headers: [String: AMQPValue] = [:]
    ) {
        self.messageID = messageID
        self.type = type
        self.correlationID = correlationID
        self.contentType = contentType
        self.contentEncoding = contentEncoding
        self.appID = appID
        self.persistent = persistent
        self.timestamp = timestamp
        self.headers = headers
    }
}

/// A message with its address.
public struct AMQPOutgoing: Sendable, Equatable {
    /// Empty for the default exchange, whose routing key is a queue's name.
    public var exchange: String
    public var routingKey: String
    /// Asks the broker to give the message back when no queue takes it.
    public var mandatory: Bool
    public var message: AMQPMessage

    public init(exchange: String, routingKey: String, mandatory: Bool = true, message: AMQPMessage) {
        self.exchange = exchange
        self.routingKey = routingKey
        self.mandatory = mandatory
        self.message = message
    }
}

/// Names one delivery of one connection; meaningless to the next connection, hence the generation.
public struct DeliveryTag: Sendable, Hashable {
    public let generation: Int
    public let number: UInt64

    public init(generation: Int, number: UInt64) {
        self.generation = generation
        self.number = number
    }
}

/// One message as it came from a queue.
public struct AMQPDelivery: Sendable {
    public let message: AMQPMessage
    public let exchange: String
    public let routingKey: String
    /// Says something of this queue only: a message published twice arrives twice with `false`.
    public let redelivered: Bool
    public let tag: DeliveryTag

    /// Failed or lost deliveries before this one, as a quorum queue counts them (`x-delivery-count`), else 0.
    public var deliveryCount: Int { message.properties.headers["x-delivery-count"]?.int ?? 0 }
}
