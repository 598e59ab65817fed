/// Writes one value. As small as an existential holds without a box, because one is made for each value.
struct WireEncoder: Encoder, SingleValueEncodingContainer {
    let writer: WireWriter
    let element: Int

    var codingPath: [any CodingKey] { writer.draft.path(to: element) }
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
        writer.change { $0.open(.object, at: element) }
        return KeyedEncodingContainer(WireKeyedEncoding<Key>(writer: writer, object: element))
    }

    func unkeyedContainer() -> any UnkeyedEncodingContainer {
        writer.change { $0.open(.array, at: element) }
        return WireUnkeyedEncoding(writer: writer, array: element)
    }

    func singleValueContainer() -> any SingleValueEncodingContainer { self }

    func encodeNil() throws { writer.null(at: element) }
    func encode(_ value: Bool) throws { writer.bool(value, at: element) }
    func encode(_ value: String) throws { writer.text(value, at: element) }
    func encode(_ value: Double) throws { try writer.floating(value, at: element) }
    func encode(_ value: Float) throws { try writer.floating(value, at: element) }
    func encode(_ value: Int) throws { writer.integer(value, at: element) }
    func encode(_ value: Int8) throws { writer.integer(value, at: element) }
    func encode(_ value: Int16) throws { writer.integer(value, at: element) }
    func encode(_ value: Int32) throws { writer.integer(value, at: element) }
    func encode(_ value: Int64) throws { writer.integer(value, at: element) }
    func encode(_ value: Int128) throws { writer.integer(value, at: element) }
    func encode(_ value: UInt) throws { writer.integer(value, at: element) }
    func encode(_ value: UInt8) throws { writer.integer(value, at: element) }
    func encode(_ value: UInt16) throws { writer.integer(value, at: element) }
    func encode(_ value: UInt32) throws { writer.integer(value, at: element) }
    func encode(_ value: UInt64) throws { writer.integer(value, at: element) }
    func encode(_ value: UInt128) throws { writer.integer(value, at: element) }

    func encode<T: Encodable>(_ value: T) throws {
        try writer.write(value, at: element)
        // A value that writes nothing is an empty object here, also where it is the whole document.
        if writer.draft.elements[element].kind == .unset { writer.change { $0.open(.object, at: element) } }
    }
}
