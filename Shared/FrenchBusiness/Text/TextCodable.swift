/// A value that has exactly one written form and travels as that string.
///
/// Decoding a string that is not of that form throws `DecodingError.dataCorrupted`; the text itself never appears in
/// the error, because it may be a person's telephone number.
public protocol TextCodable: Codable, Hashable, Sendable {
    /// The value of a canonical text, or nil when the text is not canonical.
    init?(_ text: String)

    /// The canonical text.
    var text: String { get }
}

extension TextCodable {
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let value = Self(try container.decode(String.self)) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "not a well-formed \(Self.self)")
        }
        self = value
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(text)
    }
}
