/// A value that can stand for a statement's parameter.
///
/// The server says of which type a parameter is. A value goes in that type's binary form where it has one, and
/// else as text, which every type accepts. A type backed by a bindable raw value needs to declare no more than the
/// conformance.
public protocol PostgresBindable: Sendable {
    /// The value as PostgreSQL reads it from text, without quotes.
    var postgresText: String { get }
    /// Whether this is SQL's NULL: true for an empty optional only.
    var isPostgresNull: Bool { get }
    /// Writes the binary form that `type` has on the wire; false, when the text form must serve.
    func writeBinary(into writer: inout PostgresWriter, as type: PostgresType) throws(PostgresError) -> Bool
    /// The same for an array of such values. Only bytes differ, whose array is one `bytea`.
    static func writeBinary(
        array: [Self],
        into writer: inout PostgresWriter,
        as type: PostgresType
    ) throws(PostgresError) -> Bool
    static func postgresText(array: [Self]) -> String
}

extension PostgresBindable {
    public var isPostgresNull: Bool { false }

    public func writeBinary(
        into writer: inout PostgresWriter,
        as type: PostgresType
    ) throws(PostgresError) -> Bool {
        false
    }
}

extension PostgresBindable where Self: RawRepresentable, RawValue: PostgresBindable {
    public var postgresText: String { rawValue.postgresText }

    public func writeBinary(
        into writer: inout PostgresWriter,
        as type: PostgresType
    ) throws(PostgresError) -> Bool {
        try rawValue.writeBinary(into: &writer, as: type)
    }
}
