import CRabbitMQ

/// Lays Swift values out as the library wants them, in one pool that is recycled after each call: no allocation
/// per message. Pointers are valid until the next ``recycle()``.
final class FieldEncoder {
    private let pool = UnsafeMutablePointer<amqp_pool_t>.allocate(capacity: 1)

    init() { init_amqp_pool(pool, 64 * 1024) }

    deinit {
        empty_amqp_pool(pool)
        pool.deallocate()
    }

    func recycle() { recycle_amqp_pool(pool) }

    func bytes(_ text: String) -> amqp_bytes_t {
        var text = text
        return text.withUTF8 { bytes(UnsafeRawBufferPointer($0)) }
    }

    func bytes(_ source: UnsafeRawBufferPointer) -> amqp_bytes_t {
        guard let start = source.baseAddress, source.count > 0,
            let copy = amqp_pool_alloc(pool, source.count)
        else { return amqp_bytes_t() }
        copy.copyMemory(from: start, byteCount: source.count)
        return amqp_bytes_t(len: source.count, bytes: copy)
    }

    func table(_ values: [String: AMQPValue]) -> amqp_table_t {
        guard let entries = array(of: amqp_table_entry_t.self, count: values.count) else { return amqp_table_t() }
        for (index, (key, value)) in values.enumerated() {
            (entries + index).initialize(to: amqp_table_entry_t(key: bytes(key), value: field(value)))
        }
        return amqp_table_t(num_entries: Int32(values.count), entries: entries)
    }

    private func list(_ values: [AMQPValue]) -> amqp_array_t {
        guard let entries = array(of: amqp_field_value_t.self, count: values.count) else { return amqp_array_t() }
        for (index, value) in values.enumerated() { (entries + index).initialize(to: field(value)) }
        return amqp_array_t(num_entries: Int32(values.count), entries: entries)
    }

    private func array<T>(of type: T.Type, count: Int) -> UnsafeMutablePointer<T>? {
        guard count > 0 else { return nil }
        return amqp_pool_alloc(pool, count * MemoryLayout<T>.stride)?.bindMemory(to: type, capacity: count)
    }

    private func field(_ value: AMQPValue) -> amqp_field_value_t {
        var field = amqp_field_value_t()
        switch value {
        case .string(let text): field.set(AMQP_FIELD_KIND_UTF8) { $0.bytes = bytes(text) }
        case .int(let number): field.set(AMQP_FIELD_KIND_I64) { $0.i64 = Int64(number) }
        case .bool(let flag): field.set(AMQP_FIELD_KIND_BOOLEAN) { $0.boolean = flag ? 1 : 0 }
        case .double(let number): field.set(AMQP_FIELD_KIND_F64) { $0.f64 = number }
        case .bytes(let raw): field.set(AMQP_FIELD_KIND_BYTES) { $0.bytes = raw.withUnsafeBytes(bytes) }
        case .table(let nested): field.set(AMQP_FIELD_KIND_TABLE) { $0.table = table(nested) }
        case .array(let values): field.set(AMQP_FIELD_KIND_ARRAY) { $0.array = list(values) }
        case .null: field.set(AMQP_FIELD_KIND_VOID) { _ in }
        case .timestamp(let date):
            field.set(AMQP_FIELD_KIND_TIMESTAMP) { $0.u64 = WireTime.seconds(date) }
        }
        return field
    }
}

extension amqp_field_value_t {
    fileprivate mutating func set(
        _ kind: amqp_field_value_kind_t,
        _ fill: (inout amqp_field_value_t.__Unnamed_union_value) -> Void
    ) {
        self.kind = UInt8(kind.rawValue)
        fill(&value)
    }
}
