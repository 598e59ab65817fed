/// Reads an object's members.
struct WireKeyedDecoding<Key: CodingKey>: KeyedDecodingContainerProtocol {
    private let document: WireDocument
    private let object: Int

    /// - Throws: `valueNotFound` for a null, `typeMismatch` for another value than an object, `dataCorrupted` when
    ///   one of its names is not well-formed.
    init(_ document: WireDocument, object: Int) throws {
        try document.openObject(at: object)
        self.document = document
        self.object = object
    }

    var codingPath: [any CodingKey] { document.path(to: object) }
    var allKeys: [Key] { document.names(of: object).compactMap(Key.init(stringValue:)) }

    func contains(_ key: Key) -> Bool { document.value(of: key.stringValue, in: object) != nil }
    func decodeNil(forKey key: Key) throws -> Bool { document.isNull(at: try node(key)) }
    @inline(__always)
    func decode(_ type: Bool.Type, forKey key: Key) throws -> Bool { try document.bool(at: node(key)) }
    @inline(__always)
    func decode(_ type: String.Type, forKey key: Key) throws -> String { try document.text(at: node(key)) }
    func decode(_ type: Double.Type, forKey key: Key) throws -> Double { try document.floating(type, at: node(key)) }
    func decode(_ type: Float.Type, forKey key: Key) throws -> Float { try document.floating(type, at: node(key)) }
    @inline(__always)
    func decode(_ type: Int.Type, forKey key: Key) throws -> Int { try document.integer(type, at: node(key)) }
    func decode(_ type: Int8.Type, forKey key: Key) throws -> Int8 { try document.integer(type, at: node(key)) }
    func decode(_ type: Int16.Type, forKey key: Key) throws -> Int16 { try document.integer(type, at: node(key)) }
    func decode(_ type: Int32.Type, forKey key: Key) throws -> Int32 { try document.integer(type, at: node(key)) }
    @inline(__always)
    func decode(_ type: Int64.Type, forKey key: Key) throws -> Int64 { try document.integer(type, at: node(key)) }
    func decode(_ type: Int128.Type, forKey key: Key) throws -> Int128 { try document.integer(type, at: node(key)) }
    func decode(_ type: UInt.Type, forKey key: Key) throws -> UInt { try document.integer(type, at: node(key)) }
    func decode(_ type: UInt8.Type, forKey key: Key) throws -> UInt8 { try document.integer(type, at: node(key)) }
    func decode(_ type: UInt16.Type, forKey key: Key) throws -> UInt16 { try document.integer(type, at: node(key)) }
    func decode(_ type: UInt32.Type, forKey key: Key) throws -> UInt32 { try document.integer(type, at: node(key)) }
    func decode(_ type: UInt64.Type, forKey key: Key) throws -> UInt64 { try document.integer(type, at: node(key)) }
    func decode(_ type: UInt128.Type, forKey key: Key) throws -> UInt128 { try document.integer(type, at: node(key)) }
    @inline(__always)
    func decode<T: Decodable>(_ type: T.Type, forKey key: Key) throws -> T { try document.decode(type, at: node(key)) }

    // Without these an optional member would be looked up three times.
    @inline(__always)
    func decodeIfPresent(_ type: Bool.Type, forKey key: Key) throws -> Bool? {
        guard let node = present(key) else { return nil }
        return try document.bool(at: node)
    }

    @inline(__always)
    func decodeIfPresent(_ type: String.Type, forKey key: Key) throws -> String? {
        guard let node = present(key) else { return nil }
        return try document.text(at: node)
    }

    @inline(__always)
    func decodeIfPresent(_ type: Double.Type, forKey key: Key) throws -> Double? {
        guard let node = present(key) else { return nil }
        return try document.floating(type, at: node)
    }

    @inline(__always)
    func decodeIfPresent(_ type: Int.Type, forKey key: Key) throws -> Int? {
        guard let node = present(key) else { return nil }
        return try document.integer(type, at: node)
    }

    @inline(__always)
    func decodeIfPresent(_ type: Int64.Type, forKey key: Key) throws -> Int64? {
        guard let node = present(key) else { return nil }
        return try document.integer(type, at: node)
    }

    @inline(__always)
    func decodeIfPresent<T: Decodable>(_ type: T.Type, forKey key: Key) throws -> T? {
        guard let node = present(key) else { return nil }
        return try document.decode(type, at: node)
    }

    func nestedContainer<NestedKey: CodingKey>(
        keyedBy type: NestedKey.Type,
        forKey key: Key
    ) throws -> KeyedDecodingContainer<NestedKey> {
        KeyedDecodingContainer(try WireKeyedDecoding<NestedKey>(document, object: node(key)))
    }

    func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer {
        try WireUnkeyedDecoding(document, array: node(key))
    }

    func superDecoder() -> any Decoder { decoder(WireKey.parent) }
    func superDecoder(forKey key: Key) -> any Decoder { decoder(key) }

    /// One that reads null where there is no such member.
    private func decoder(_ key: some CodingKey) -> any Decoder {
        if let node = document.value(of: key.stringValue, in: object) {
            return WireDecoder(document: document, node: node)
        }
        return WireDecoder(document: WireDocument(nullAt: codingPath + [key]), node: WireDocument.root)
    }

    @inline(__always)
    private func node(_ key: Key) throws(DecodingError) -> Int {
        guard let node = document.value(of: key.stringValue, in: object) else { throw absent(key) }
        return node
    }

    /// Nil for null, too.
    @inline(__always)
    private func present(_ key: Key) -> Int? {
        guard let node = document.value(of: key.stringValue, in: object), !document.isNull(at: node) else { return nil }
        return node
    }

    @inline(never)
    private func absent(_ key: Key) -> DecodingError {
        .keyNotFound(key, .init(codingPath: codingPath, debugDescription: "no member \(key.stringValue)"))
    }
}
