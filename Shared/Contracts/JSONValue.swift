/// Any JSON, for what no type describes: a payload that an operator edits, a schema, a message that is compared.
///
/// `Wire.decode` reads it and `Wire.encode` writes it, with the members of each object in the order of their names.
/// What is read back is equal to what was written. Bytes from outside are read by `Wire` alone: Foundation's decoder
/// stops the process at some numbers.
public enum JSONValue: Codable, Sendable, Equatable {
    case null
    case bool(Bool)
    /// Written without point and exponent, and held by 64 bits.
    case integer(Int64)
    /// All other numbers, to the nearest `Double`; `1.0` is one, though a schema takes it for an integer.
    case number(Double)
    case string(String)
    case array([JSONValue])
    /// Of two members with one name the first counts, as everywhere on the wire.
    case object([String: JSONValue])

    /// Arrays and objects inside each other, at most. Values are walked by recursion, on threads with small stacks;
    /// no message of ours is a tenth as deep.
    static let depthMax = 128

    /// - Throws: `dataCorrupted` for more than 128 arrays and objects inside each other, for a text that is not
    ///   well-formed and for a number that `Double` does not hold; from another decoder, what that throws.
    public init(from decoder: any Decoder) throws {
        if let wire = decoder as? WireDecoder {
            self = try wire.document.json(at: wire.node)
        } else {
            self = try JSONValue(asking: decoder.singleValueContainer())
        }
    }

    /// A decoder that is not ours does not say what it holds: it is asked for one kind after the other.
    private init(asking container: any SingleValueDecodingContainer) throws {
        if container.decodeNil() {
            self = .null
        } else if let value = try? container.decode(Bool.self) {
            self = .bool(value)
        } else if let value = try? container.decode(Int64.self) {
            self = .integer(value)
        } else if let value = try? container.decode(Double.self) {
            self = .number(value)
        } else if let value = try? container.decode(String.self) {
            self = .string(value)
        } else if let value = try? container.decode([JSONValue].self) {
            self = .array(value)
        } else {
            self = .object(try container.decode([String: JSONValue].self))
        }
    }

    /// - Throws: `invalidValue` for a number that is not finite.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .null: try container.encodeNil()
        case .bool(let value): try container.encode(value)
        case .integer(let value): try container.encode(value)
        case .number(let value): try container.encode(value)
        case .string(let value): try container.encode(value)
        case .array(let values): try container.encode(values)
        case .object(let members): try container.encode(members)
        }
    }
}

/// What stands below a value, nil where it is of another kind.
extension JSONValue {
    public var text: String? { if case .string(let value) = self { value } else { nil } }
    public var elements: [JSONValue]? { if case .array(let values) = self { values } else { nil } }
    public var members: [String: JSONValue]? { if case .object(let members) = self { members } else { nil } }

    /// Nil for null, too: a member that is null says what an absent one says.
    public subscript(name: String) -> JSONValue? {
        guard let value = members?[name], value != .null else { return nil }
        return value
    }
}
