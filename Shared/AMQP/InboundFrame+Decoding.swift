import CRabbitMQ

extension InboundFrame {
    /// Copies everything: the frame's pointers die with the next release of buffers.
    init(_ frame: UnsafePointer<amqp_frame_t>) {
        let kind = rabbit_frame_kind(frame)
        switch kind {
        case RABBIT_FRAME_HEADER: self = Self.header(frame.pointee)
        case RABBIT_FRAME_BODY: self = .body(FieldDecoder.bytes(frame.pointee.payload.body_fragment))
        case RABBIT_FRAME_OTHER: self = .other
        case RABBIT_FRAME_CANCEL: self = .cancelled
        case RABBIT_FRAME_CANCEL_OK: self = .cancelOK
        case RABBIT_FRAME_UNBLOCKED: self = .unblocked
        default:
            guard let decoded = frame.pointee.payload.method.decoded else {
                self = .other
                return
            }
            self = Self.method(kind, decoded)
        }
    }

    private static func header(_ frame: amqp_frame_t) -> InboundFrame {
        guard let decoded = frame.payload.properties.decoded else { return .other }
        let properties = AMQPProperties(decoded.assumingMemoryBound(to: amqp_basic_properties_t.self))
        return .header(size: frame.payload.properties.body_size, properties)
    }

    private static func method(_ kind: rabbit_frame, _ decoded: UnsafeMutableRawPointer) -> InboundFrame {
        func text(_ bytes: amqp_bytes_t) -> String { FieldDecoder.text(bytes) }
        switch kind {
        case RABBIT_FRAME_DELIVER:
            let method = decoded.assumingMemoryBound(to: amqp_basic_deliver_t.self).pointee
            return .deliver(
                DeliverStart(
                    number: method.delivery_tag,
                    redelivered: method.redelivered != 0,
                    exchange: text(method.exchange),
                    routingKey: text(method.routing_key)
                )
            )
        case RABBIT_FRAME_RETURN:
            let method = decoded.assumingMemoryBound(to: amqp_basic_return_t.self).pointee
            return .returned(
                ReturnStart(
                    code: Int(method.reply_code),
                    text: text(method.reply_text),
                    exchange: text(method.exchange),
                    routingKey: text(method.routing_key)
                )
            )
        case RABBIT_FRAME_ACK:
            let method = decoded.assumingMemoryBound(to: amqp_basic_ack_t.self).pointee
            return .settled(Settled(number: method.delivery_tag, multiple: method.multiple != 0, isAccepted: true))
        case RABBIT_FRAME_NACK:
            let method = decoded.assumingMemoryBound(to: amqp_basic_nack_t.self).pointee
            return .settled(Settled(number: method.delivery_tag, multiple: method.multiple != 0, isAccepted: false))
        case RABBIT_FRAME_FLOW:
            return .flow(active: decoded.assumingMemoryBound(to: amqp_channel_flow_t.self).pointee.active != 0)
        case RABBIT_FRAME_CHANNEL_CLOSE:
            let method = decoded.assumingMemoryBound(to: amqp_channel_close_t.self).pointee
            return .channelClosed(code: Int(method.reply_code), text: text(method.reply_text))
        case RABBIT_FRAME_CONNECTION_CLOSE:
            let method = decoded.assumingMemoryBound(to: amqp_connection_close_t.self).pointee
            return .connectionClosed(code: Int(method.reply_code), text: text(method.reply_text))
        case RABBIT_FRAME_BLOCKED:
            return .blocked(
                reason: text(decoded.assumingMemoryBound(to: amqp_connection_blocked_t.self).pointee.reason)
            )
        default: return .other
        }
    }
}
