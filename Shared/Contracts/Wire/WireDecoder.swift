/// Reads the value at one node. As small as an existential holds without a box, because one is made for each value.
struct WireDecoder: Decoder, SingleValueDecodingContainer {
    let document: WireDocument
    let node: Int

    var codingPath: [any CodingKey] { document.path(to: node) }
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    @inline(__always)
    func container<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
        KeyedDecodingContainer(try WireKeyedDecoding<Key>(document, object: node))
    }

    func unkeyedContainer() throws -> any UnkeyedDecodingContainer { try WireUnkeyedDecoding(document, array: node) }
    @inline(__always)
    func singleValueContainer() -> any SingleValueDecodingContainer { self }

    @inline(__always)
    func decodeNil() -> Bool { document.isNull(at: node) }
    func decode(_ type: Bool.Type) throws -> Bool { try document.bool(at: node) }
    @inline(__always)
    func decode(_ type: String.Type) throws -> String { try document.text(at: node) }
    func decode(_ type: Double.Type) throws -> Double { try document.floating(type, at: node) }
    func decode(_ type: Float.Type) throws -> Float { try document.floating(type, at: node) }
    func decode(_ type: Int.Type) throws -> Int { try document.integer(type, at: node) }
    func decode(_ type: Int8.Type) throws -> Int8 { try document.integer(type, at: node) }
    func decode(_ type: Int16.Type) throws -> Int16 { try document.integer(type, at: node) }
    func decode(_ type: Int32.Type) throws -> Int32 { try document.integer(type, at: node) }
    func decode(_ type: Int64.Type) throws -> Int64 { try document.integer(type, at: node) }
    func decode(_ type: Int128.Type) throws -> Int128 { try document.integer(type, at: node) }
    func decode(_ type: UInt.Type) throws -> UInt { try document.integer(type, at: node) }
    func decode(_ type: UInt8.Type) throws -> UInt8 { try document.integer(type, at: node) }
    func decode(_ type: UInt16.Type) throws -> UInt16 { try document.integer(type, at: node) }
    func decode(_ type: UInt32.Type) throws -> UInt32 { try document.integer(type, at: node) }
    func decode(_ type: UInt64.Type) throws -> UInt64 { try document.integer(type, at: node) }
    func decode(_ type: UInt128.Type) throws -> UInt128 { try document.integer(type, at: node) }
    func decode<T: Decodable>(_ type: T.Type) throws -> T { try document.decode(type, at: node) }
}
