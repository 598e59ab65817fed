import CRabbitMQ
import Foundation

extension AMQPProperties {
    /// Copies out of the library's storage.
    init(_ raw: UnsafePointer<amqp_basic_properties_t>) {
        let flags = raw.pointee._flags
        self.init()
        messageID = Self.text(flags, AMQP_BASIC_MESSAGE_ID_FLAG, raw.pointee.message_id)
        type = Self.text(flags, AMQP_BASIC_TYPE_FLAG, raw.pointee.type)
        correlationID = Self.text(flags, AMQP_BASIC_CORRELATION_ID_FLAG, raw.pointee.correlation_id)
        contentType = Self.text(flags, AMQP_BASIC_CONTENT_TYPE_FLAG, raw.pointee.content_type)
        contentEncoding = Self.text(flags, AMQP_BASIC_CONTENT_ENCODING_FLAG, raw.pointee.content_encoding)
        appID = Self.text(flags, AMQP_BASIC_APP_ID_FLAG, raw.pointee.app_id)
        persistent = flags & amqp_flags_t(AMQP_BASIC_DELIVERY_MODE_FLAG) != 0 && raw.pointee.delivery_mode == 2
        if flags & amqp_flags_t(AMQP_BASIC_TIMESTAMP_FLAG) != 0 { timestamp = WireTime.date(raw.pointee.timestamp) }
        if flags & amqp_flags_t(AMQP_BASIC_HEADERS_FLAG) != 0 { headers = FieldDecoder.table(raw.pointee.headers) }
    }

    private static func text(_ flags: amqp_flags_t, _ flag: Int32, _ bytes: amqp_bytes_t) -> String? {
        flags & amqp_flags_t(flag) != 0 ? FieldDecoder.text(bytes) : nil
    }

    /// For the library's publish; points into the encoder's pool.
    func raw(_ encoder: FieldEncoder) -> amqp_basic_properties_t {
        var raw = amqp_basic_properties_t()
        func set(_ flag: Int32, _ value: String?, _ field: inout amqp_bytes_t) -> amqp_flags_t {
            guard let value else { return 0 }
            field = encoder.bytes(value)
            return amqp_flags_t(flag)
        }
        var flags = set(AMQP_BASIC_MESSAGE_ID_FLAG, messageID, &raw.message_id)
        flags |= set(AMQP_BASIC_TYPE_FLAG, type, &raw.type)
        flags |= set(AMQP_BASIC_CORRELATION_ID_FLAG, correlationID, &raw.correlation_id)
        flags |= set(AMQP_BASIC_CONTENT_TYPE_FLAG, contentType, &raw.content_type)
        flags |= set(AMQP_BASIC_CONTENT_ENCODING_FLAG, contentEncoding, &raw.content_encoding)
        flags |= set(AMQP_BASIC_APP_ID_FLAG, appID, &raw.app_id)
        flags |= amqp_flags_t(AMQP_BASIC_DELIVERY_MODE_FLAG)
        raw.delivery_mode = persistent ? 2 : 1
        if let timestamp {
            flags |= amqp_flags_t(AMQP_BASIC_TIMESTAMP_FLAG)
            raw.timestamp = WireTime.seconds(timestamp)
        }
        if !headers.isEmpty {
            flags |= amqp_flags_t(AMQP_BASIC_HEADERS_FLAG)
            raw.headers = encoder.table(headers)
        }
        raw._flags = flags
        return raw
    }
}
