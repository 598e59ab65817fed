/// An object that has every member it is asked for.
struct ReadingMembers<Key: CodingKey>: KeyedDecodingContainerProtocol {
    let record: ReadingRecord
    let path: String

    var codingPath: [any CodingKey] { [] }
    /// One that stands for all, for readers that take what names there are.
    var allKeys: [Key] { [Key(stringValue: "*")].compactMap(\.self) }

    func contains(_ key: Key) -> Bool {
        record.probe(place(key))
        return true
    }

    func decodeNil(forKey key: Key) throws -> Bool {
        record.probe(place(key))
        return false
    }

    /// `decodeIfPresent` comes here, too, after the two questions above.
    func decode<T: Decodable>(_ type: T.Type, forKey key: Key) throws -> T {
        try record.member(type, at: place(key), isRequired: key.stringValue != "*")
    }

    func nestedContainer<NestedKey: CodingKey>(
        keyedBy type: NestedKey.Type,
        forKey key: Key
    ) throws -> KeyedDecodingContainer<NestedKey> {
        try decoder(key).container(keyedBy: type)
    }

    func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer {
        try decoder(key).unkeyedContainer()
    }

    func superDecoder() throws -> any Decoder { throw ReadingError(Key.self, at: path) }
    func superDecoder(forKey key: Key) throws -> any Decoder { decoder(key) }

    private func place(_ key: Key) -> String { "\(path).\(key.stringValue)" }

    private func decoder(_ key: Key) -> any Decoder {
        record.require(place(key), key.stringValue != "*")
        return ReadingDecoder(record: record, path: place(key), sample: .any)
    }
}
