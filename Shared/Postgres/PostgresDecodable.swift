/// A value that a column can be read as. A type backed by a decodable raw value needs to declare no more than the
/// conformance; an unknown raw value is an error.
public protocol PostgresDecodable: Sendable {
    static func decode(_ cell: PostgresCell) throws(PostgresError) -> Self
    /// Reads an array of such values. Only bytes differ, whose array is one `bytea`.
    static func decode(array cell: PostgresCell) throws(PostgresError) -> [Self]
}

extension PostgresDecodable where Self: RawRepresentable, RawValue: PostgresDecodable {
    public static func decode(_ cell: PostgresCell) throws(PostgresError) -> Self {
        guard let value = Self(rawValue: try RawValue.decode(cell)) else {
            throw PostgresError(.decoding, "decode", reason: "no \(Self.self) has this raw value")
        }
        return value
    }
}

extension Optional: PostgresDecodable where Wrapped: PostgresDecodable {
    public static func decode(_ cell: PostgresCell) throws(PostgresError) -> Self {
        cell.isNull ? .none : .some(try Wrapped.decode(cell))
    }
}

extension Optional: PostgresBindable where Wrapped: PostgresBindable {
    public var postgresText: String { self?.postgresText ?? "" }
    public var isPostgresNull: Bool { self?.isPostgresNull ?? true }

    public func writeBinary(
        into writer: inout PostgresWriter,
        as type: PostgresType
    ) throws(PostgresError) -> Bool {
        guard let value = self else { return false }
        return try value.writeBinary(into: &writer, as: type)
    }
}
