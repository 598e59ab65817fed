/// What the broker said, in Swift's own storage.
enum InboundFrame {
    case deliver(DeliverStart)
    case returned(ReturnStart)
    case header(size: UInt64, AMQPProperties)
    case body([UInt8])
    case settled(Settled)
    case cancelled
    case cancelOK
    case flow(active: Bool)
    case channelClosed(code: Int, text: String)
    case connectionClosed(code: Int, text: String)
    case blocked(reason: String)
    case unblocked
    case other

    struct DeliverStart: Equatable {
        var number: UInt64
        var redelivered: Bool
        var exchange: String
        var routingKey: String
    }

    struct ReturnStart: Equatable {
        var code: Int
        var text: String
        var exchange: String
        var routingKey: String
    }

    /// basic.ack or basic.nack from the broker: everything up to `number` when `multiple`.
    struct Settled: Equatable {
        var number: UInt64
        var multiple: Bool
        var isAccepted: Bool
    }
}
