/// Writes an object's members.
struct WireKeyedEncoding<Key: CodingKey>: KeyedEncodingContainerProtocol {
    let writer: WireWriter
    let object: Int

    var codingPath: [any CodingKey] { writer.draft.path(to: object) }

    func encodeNil(forKey key: Key) throws { writer.null(at: new(key)) }
    func encode(_ value: Bool, forKey key: Key) throws { writer.bool(value, at: new(key)) }
    func encode(_ value: String, forKey key: Key) throws { writer.text(value, at: new(key)) }
    func encode(_ value: Double, forKey key: Key) throws { try writer.addFloating(value, at: new(key)) }
    func encode(_ value: Float, forKey key: Key) throws { try writer.addFloating(value, at: new(key)) }
    func encode(_ value: Int, forKey key: Key) throws { writer.integer(value, at: new(key)) }
    func encode(_ value: Int8, forKey key: Key) throws { writer.integer(value, at: new(key)) }
    func encode(_ value: Int16, forKey key: Key) throws { writer.integer(value, at: new(key)) }
    func encode(_ value: Int32, forKey key: Key) throws { writer.integer(value, at: new(key)) }
    func encode(_ value: Int64, forKey key: Key) throws { writer.integer(value, at: new(key)) }
    func encode(_ value: Int128, forKey key: Key) throws { writer.integer(value, at: new(key)) }
    func encode(_ value: UInt, forKey key: Key) throws { writer.integer(value, at: new(key)) }
    func encode(_ value: UInt8, forKey key: Key) throws { writer.integer(value, at: new(key)) }
    func encode(_ value: UInt16, forKey key: Key) throws { writer.integer(value, at: new(key)) }
    func encode(_ value: UInt32, forKey key: Key) throws { writer.integer(value, at: new(key)) }
    func encode(_ value: UInt64, forKey key: Key) throws { writer.integer(value, at: new(key)) }
    func encode(_ value: UInt128, forKey key: Key) throws { writer.integer(value, at: new(key)) }
    func encode<T: Encodable>(_ value: T, forKey key: Key) throws { try writer.add(value, at: new(key)) }

    // Without this one an optional member's type would be looked up once more.
    func encodeIfPresent<T: Encodable>(_ value: T?, forKey key: Key) throws {
        if let value { try writer.add(value, at: new(key)) }
    }

    func nestedContainer<NestedKey: CodingKey>(
        keyedBy type: NestedKey.Type,
        forKey key: Key
    ) -> KeyedEncodingContainer<NestedKey> {
        let name = key.stringValue
        let index = writer.change { $0.container(.object, named: name, of: object) }
        return KeyedEncodingContainer(WireKeyedEncoding<NestedKey>(writer: writer, object: index))
    }

    func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer {
        let name = key.stringValue
        let index = writer.change { $0.container(.array, named: name, of: object) }
        return WireUnkeyedEncoding(writer: writer, array: index)
    }

    func superEncoder() -> any Encoder {
        let name = WireKey.parent.stringValue
        return WireEncoder(writer: writer, element: writer.change { $0.member(name, of: object) })
    }

    func superEncoder(forKey key: Key) -> any Encoder { WireEncoder(writer: writer, element: new(key)) }

    @inline(__always)
    private func new(_ key: Key) -> Int {
        let name = key.stringValue
        return writer.change { $0.member(name, of: object) }
    }
}
