import CRabbitMQ
import Foundation

/// Copies what the library decoded into Swift's own storage; its pointers die with the next release of buffers.
/// Total: a field of an unknown kind, or nested deeper than anybody sends, becomes `.null`.
enum FieldDecoder {
    private static let deepest = 32

    static func text(_ bytes: amqp_bytes_t) -> String {
        String(
            decoding: UnsafeRawBufferPointer(start: bytes.bytes, count: bytes.bytes == nil ? 0 : bytes.len),
            as: UTF8.self
        )
    }

    static func bytes(_ bytes: amqp_bytes_t) -> [UInt8] {
        [UInt8](UnsafeRawBufferPointer(start: bytes.bytes, count: bytes.bytes == nil ? 0 : bytes.len))
    }

    static func table(_ table: amqp_table_t, depth: Int = 0) -> [String: AMQPValue] {
        guard table.num_entries > 0, let entries = table.entries, depth < deepest else { return [:] }
        var values: [String: AMQPValue] = [:]
        values.reserveCapacity(Int(table.num_entries))
        for entry in UnsafeBufferPointer(start: entries, count: Int(table.num_entries)) {
            values[text(entry.key)] = value(entry.value, depth: depth)
        }
        return values
    }

    private static func list(_ array: amqp_array_t, depth: Int) -> [AMQPValue] {
        guard array.num_entries > 0, let entries = array.entries, depth < deepest else { return [] }
        return UnsafeBufferPointer(start: entries, count: Int(array.num_entries)).map { value($0, depth: depth) }
    }

    private static func value(_ field: amqp_field_value_t, depth: Int) -> AMQPValue {
        let value = field.value
        return switch amqp_field_value_kind_t(rawValue: UInt32(field.kind)) {
        case AMQP_FIELD_KIND_UTF8: .string(text(value.bytes))
        case AMQP_FIELD_KIND_BYTES: .bytes(bytes(value.bytes))
        case AMQP_FIELD_KIND_BOOLEAN: .bool(value.boolean != 0)
        case AMQP_FIELD_KIND_I8: .int(Int(value.i8))
        case AMQP_FIELD_KIND_U8: .int(Int(value.u8))
        case AMQP_FIELD_KIND_I16: .int(Int(value.i16))
        case AMQP_FIELD_KIND_U16: .int(Int(value.u16))
        case AMQP_FIELD_KIND_I32: .int(Int(value.i32))
        case AMQP_FIELD_KIND_U32: .int(Int(value.u32))
        case AMQP_FIELD_KIND_I64: .int(Int(value.i64))
        case AMQP_FIELD_KIND_U64: .int(Int(clamping: value.u64))
        case AMQP_FIELD_KIND_F32: .double(Double(value.f32))
        case AMQP_FIELD_KIND_F64: .double(value.f64)
        case AMQP_FIELD_KIND_DECIMAL: .double(Double(value.decimal.value) / pow(10, Double(value.decimal.decimals)))
        case AMQP_FIELD_KIND_TIMESTAMP: .timestamp(WireTime.date(value.u64))
        case AMQP_FIELD_KIND_TABLE: .table(table(value.table, depth: depth + 1))
        case AMQP_FIELD_KIND_ARRAY: .array(list(value.array, depth: depth + 1))
        default: .null
        }
    }
}

/// AMQP's timestamps are whole seconds since 1970, unsigned.
enum WireTime {
    /// Beyond this (year 9999) a number is not a time that anybody meant.
    private static let latest: UInt64 = 253_402_300_799

    static func seconds(_ date: Date) -> UInt64 {
        UInt64(min(max(0, date.timeIntervalSince1970), Double(latest)))
    }

    static func date(_ seconds: UInt64) -> Date { Date(timeIntervalSince1970: Double(min(seconds, latest))) }
}
