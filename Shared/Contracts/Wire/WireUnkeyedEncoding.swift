/// Writes an array's elements.
struct WireUnkeyedEncoding: UnkeyedEncodingContainer {
    let writer: WireWriter
    let array: Int

    var codingPath: [any CodingKey] { writer.draft.path(to: array) }
    var count: Int { writer.draft.elements[array].count }

    func encodeNil() throws { writer.null(at: new()) }
    func encode(_ value: Bool) throws { writer.bool(value, at: new()) }
    func encode(_ value: String) throws { writer.text(value, at: new()) }
    func encode(_ value: Double) throws { try writer.addFloating(value, at: new()) }
    func encode(_ value: Float) throws { try writer.addFloating(value, at: new()) }
    func encode(_ value: Int) throws { writer.integer(value, at: new()) }
    func encode(_ value: Int8) throws { writer.integer(value, at: new()) }
    func encode(_ value: Int16) throws { writer.integer(value, at: new()) }
    func encode(_ value: Int32) throws { writer.integer(value, at: new()) }
    func encode(_ value: Int64) throws { writer.integer(value, at: new()) }
    func encode(_ value: Int128) throws { writer.integer(value, at: new()) }
    func encode(_ value: UInt) throws { writer.integer(value, at: new()) }
    func encode(_ value: UInt8) throws { writer.integer(value, at: new()) }
    func encode(_ value: UInt16) throws { writer.integer(value, at: new()) }
    func encode(_ value: UInt32) throws { writer.integer(value, at: new()) }
    func encode(_ value: UInt64) throws { writer.integer(value, at: new()) }
    func encode(_ value: UInt128) throws { writer.integer(value, at: new()) }
    func encode<T: Encodable>(_ value: T) throws { try writer.add(value, at: new()) }

    func nestedContainer<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
        WireEncoder(writer: writer, element: new()).container(keyedBy: type)
    }

    func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer {
        WireEncoder(writer: writer, element: new()).unkeyedContainer()
    }

    func superEncoder() -> any Encoder { WireEncoder(writer: writer, element: new()) }

    @inline(__always)
    private func new() -> Int { writer.change { $0.item(of: array) } }
}
