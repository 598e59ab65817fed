/// JSON as it stands on the wire: camel-case keys, ISO 8601 instants with milliseconds in UTC, sorted keys so that
/// equal values are equal bytes.
///
/// What is written and what is read are Foundation's `JSONEncoder` and `JSONDecoder`, byte for byte and error for
/// error; only the way there is shorter, because every message passes here and theirs was the largest cost of all.
public enum Wire {
    /// The bytes of `value`: no white space, and the keys of each object in the order of their UTF-8 bytes.
    ///
    /// - Throws: `EncodingError.invalidValue` for values JSON has no form for: numbers that are not finite, more than
    ///   511 arrays and objects inside each other, and a value that encodes nothing. Also what `value` itself throws.
    public static func encode(_ value: some Encodable) throws -> [UInt8] {
        let writer = WireWriter()
        try writer.write(value, at: WireDraft.root)
        return try writer.finish(value)
    }

    /// The value that `bytes` hold: JSON in UTF-8, or in UTF-16 or UTF-32 as RFC 4627 tells them apart.
    ///
    /// - Throws: `DecodingError`; its text may quote the input, so it is never logged as it is.
    public static func decode<T: Decodable>(_ type: T.Type, from bytes: [UInt8]) throws -> T {
        try WireDocument(bytes).decode(type, at: WireDocument.root)
    }
}
