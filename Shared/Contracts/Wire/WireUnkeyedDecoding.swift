/// Reads an array's elements in their order.
struct WireUnkeyedDecoding: UnkeyedDecodingContainer {
    private let document: WireDocument
    private let array: UInt32
    /// The next element; as long as there is one.
    private var node: UInt32
    private var position: UInt32 = 0

    /// - Throws: `valueNotFound` for a null, `typeMismatch` for another value than an array.
    init(_ document: WireDocument, array: Int) throws {
        guard document.nodes[array].kind == .array else { throw document.missing([Any].self, at: array) }
        self.document = document
        self.array = UInt32(truncatingIfNeeded: array)
        node = self.array + 1
    }

    var codingPath: [any CodingKey] { document.path(to: Int(array)) }
    var count: Int? { Int(document.nodes[Int(array)].length) }
    var currentIndex: Int { Int(position) }
    var isAtEnd: Bool { position >= document.nodes[Int(array)].length }

    mutating func decodeNil() throws -> Bool {
        guard document.isNull(at: try next(Never.self)) else { return false }
        advance()
        return true
    }

    mutating func decode(_ type: Bool.Type) throws -> Bool { try read(type) { try $0.bool(at: $1) } }
    mutating func decode(_ type: String.Type) throws -> String { try read(type) { try $0.text(at: $1) } }
    mutating func decode(_ type: Double.Type) throws -> Double { try floating(type) }
    mutating func decode(_ type: Float.Type) throws -> Float { try floating(type) }
    mutating func decode(_ type: Int.Type) throws -> Int { try integer(type) }
    mutating func decode(_ type: Int8.Type) throws -> Int8 { try integer(type) }
    mutating func decode(_ type: Int16.Type) throws -> Int16 { try integer(type) }
    mutating func decode(_ type: Int32.Type) throws -> Int32 { try integer(type) }
    mutating func decode(_ type: Int64.Type) throws -> Int64 { try integer(type) }
    mutating func decode(_ type: Int128.Type) throws -> Int128 { try integer(type) }
    mutating func decode(_ type: UInt.Type) throws -> UInt { try integer(type) }
    mutating func decode(_ type: UInt8.Type) throws -> UInt8 { try integer(type) }
    mutating func decode(_ type: UInt16.Type) throws -> UInt16 { try integer(type) }
    mutating func decode(_ type: UInt32.Type) throws -> UInt32 { try integer(type) }
    mutating func decode(_ type: UInt64.Type) throws -> UInt64 { try integer(type) }
    mutating func decode(_ type: UInt128.Type) throws -> UInt128 { try integer(type) }
    mutating func decode<T: Decodable>(_ type: T.Type) throws -> T {
        try read(type) { try $0.decode(type, at: $1) }
    }

    mutating func nestedContainer<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
        try read(KeyedDecodingContainer<Key>.self) {
            KeyedDecodingContainer(try WireKeyedDecoding<Key>($0, object: $1))
        }
    }

    mutating func nestedUnkeyedContainer() throws -> any UnkeyedDecodingContainer {
        try read((any UnkeyedDecodingContainer).self) { try WireUnkeyedDecoding($0, array: $1) }
    }

    mutating func superDecoder() throws -> any Decoder {
        try read((any Decoder).self) { WireDecoder(document: $0, node: $1) }
    }

    private mutating func integer<T: FixedWidthInteger>(_ type: T.Type) throws -> T {
        try read(type) { try $0.integer(type, at: $1) }
    }

    private mutating func floating<T: BinaryFloatingPoint & LosslessStringConvertible>(_ type: T.Type) throws -> T {
        try read(type) { try $0.floating(type, at: $1) }
    }

    /// What fails to be read stays the next element.
    @inline(__always)
    private mutating func read<Value>(_ type: Value.Type, _ body: (WireDocument, Int) throws -> Value) throws -> Value {
        let value = try body(document, try next(type))
        advance()
        return value
    }

    @inline(__always)
    private func next(_ type: any Any.Type) throws(DecodingError) -> Int {
        guard isAtEnd else { return Int(node) }
        let path = codingPath + [WireKey(intValue: currentIndex)]
        throw .valueNotFound(type, .init(codingPath: path, debugDescription: "the array has no more elements"))
    }

    private mutating func advance() {
        node = document.nodes[Int(node)].next
        position += 1
    }
}
