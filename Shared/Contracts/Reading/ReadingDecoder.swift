/// Writes down what is asked of it.
struct ReadingDecoder: Decoder {
    let record: ReadingRecord
    let path: String
    let sample: ReadingSample

    var codingPath: [any CodingKey] { [] }
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    func container<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
        record.note(.object, at: path)
        return KeyedDecodingContainer(ReadingMembers<Key>(record: record, path: path))
    }

    func unkeyedContainer() throws -> any UnkeyedDecodingContainer {
        record.note(.array, at: path)
        return ReadingElements(record: record, path: path + "[]")
    }

    func singleValueContainer() throws -> any SingleValueDecodingContainer {
        ReadingValue(record: record, path: path, sample: sample)
    }
}

/// One value by itself.
struct ReadingValue: SingleValueDecodingContainer {
    let record: ReadingRecord
    let path: String
    let sample: ReadingSample

    var codingPath: [any CodingKey] { [] }

    func decodeNil() -> Bool { false }

    func decode<T: Decodable>(_ type: T.Type) throws -> T {
        guard type == String.self, let text = sample.text as? T else { return try record.value(type, at: path) }
        record.note(sample.kind, at: path)
        return text
    }
}

/// An array of one element.
struct ReadingElements: UnkeyedDecodingContainer {
    let record: ReadingRecord
    let path: String

    var codingPath: [any CodingKey] { [] }
    var count: Int? { 1 }
    private(set) var currentIndex = 0
    var isAtEnd: Bool { currentIndex > 0 }

    init(record: ReadingRecord, path: String) { (self.record, self.path) = (record, path) }

    mutating func decodeNil() throws -> Bool { false }

    mutating func decode<T: Decodable>(_ type: T.Type) throws -> T {
        currentIndex += 1
        return try record.member(type, at: path)
    }

    mutating func nestedContainer<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
        KeyedDecodingContainer(ReadingMembers<Key>(record: record, path: try opened(.object)))
    }

    mutating func nestedUnkeyedContainer() throws -> any UnkeyedDecodingContainer {
        ReadingElements(record: record, path: try opened(.array) + "[]")
    }

    mutating func superDecoder() throws -> any Decoder { throw ReadingError(ReadingElements.self, at: path) }

    private mutating func opened(_ kind: MessageField.Kind) throws -> String {
        currentIndex += 1
        record.note(kind, at: path)
        return path
    }
}
