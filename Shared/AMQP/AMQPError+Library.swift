import CRabbitMQ

extension AMQPError {
    /// From a status of librabbitmq (negative).
    init(library status: Int32, _ operation: String) {
        let tls: ClosedRange<Int32> = -0x02FF ... -0x0200
        let code: Code =
            switch status {
            case AMQP_STATUS_TIMEOUT.rawValue, AMQP_STATUS_HEARTBEAT_TIMEOUT.rawValue: .timeout
            case tls: .tls
            case AMQP_STATUS_BAD_AMQP_DATA.rawValue, AMQP_STATUS_UNKNOWN_CLASS.rawValue,
                AMQP_STATUS_UNKNOWN_METHOD.rawValue, AMQP_STATUS_WRONG_METHOD.rawValue:
                .protocolViolation
            default: .connectionLost
            }
        let text = amqp_error_string2(status).map { String(cString: $0) } ?? "status \(status)"
        self.init(code, operation, detail: text)
    }

    /// From a close method of the broker. Its text names exchanges, queues and arguments, never a message.
    init(closedByBroker replyCode: Int, _ text: String, _ operation: String) {
        let code: Code =
            switch replyCode {
            case 403, 530: .refused
            case 404: .notFound
            case 406: .topologyMismatch
            default: .closedByBroker
            }
        self.init(code, operation, detail: text, replyCode: replyCode)
    }

    /// Nil where the reply is a success.
    init?(_ reply: amqp_rpc_reply_t, _ operation: String) {
        switch reply.reply_type {
        case AMQP_RESPONSE_NORMAL: return nil
        case AMQP_RESPONSE_SERVER_EXCEPTION:
            var text = amqp_bytes_t()
            let code = withUnsafePointer(to: reply) { rabbit_exception($0, &text) }
            self.init(closedByBroker: Int(code), FieldDecoder.text(text), operation)
        case AMQP_RESPONSE_LIBRARY_EXCEPTION: self.init(library: reply.library_error, operation)
        default: self.init(.protocolViolation, operation, detail: "no answer")
        }
    }
}
