extension String: PostgresBindable, PostgresDecodable {
    public var postgresText: String { self }

    /// - Throws: ``PostgresError/Code/binding`` for a NUL, which PostgreSQL's text cannot hold.
    public func writeBinary(
        into writer: inout PostgresWriter,
        as type: PostgresType
    ) throws(PostgresError) -> Bool {
        guard type.isTextual, type.rawValue < 16384 else { return false }
        try refuseNul(in: self)
        writer.text(self)
        return true
    }

    /// Reads character types, enums, citext and JSON.
    public static func decode(_ cell: PostgresCell) throws(PostgresError) -> String {
        guard cell.type != .jsonb else { return String(decoding: try JSONB.decode(cell).bytes, as: UTF8.self) }
        guard cell.type.isTextual else { throw cell.mismatch("text") }
        return String(decoding: try cell.required(), as: UTF8.self)
    }
}

func refuseNul(in text: String) throws(PostgresError) {
    guard !text.utf8.contains(0) else {
        throw PostgresError(.binding, "bind", reason: "text with a NUL character, which PostgreSQL cannot hold")
    }
}

/// A JSON document as its bytes, for a `jsonb` or `json` column; the server checks that it is one.
public struct JSONB: PostgresBindable, PostgresDecodable, Hashable {
    /// UTF-8.
    public var bytes: [UInt8]

    public init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    public init(_ text: String) {
        bytes = Array(text.utf8)
    }

    public var postgresText: String { String(decoding: bytes, as: UTF8.self) }

    public func writeBinary(
        into writer: inout PostgresWriter,
        as type: PostgresType
    ) throws(PostgresError) -> Bool {
        switch type {
        case .jsonb: writer.bytes.append(1)  // the form's version
        case .json: break
        default: return false
        }
        writer.bytes.append(contentsOf: bytes)
        return true
    }

    public static func decode(_ cell: PostgresCell) throws(PostgresError) -> JSONB {
        let bytes = try cell.required()
        switch cell.type {
        case .json: return JSONB(Array(bytes))
        case .jsonb where bytes.first == 1: return JSONB(Array(bytes.dropFirst()))
        default: throw cell.mismatch("json")
        }
    }
}
