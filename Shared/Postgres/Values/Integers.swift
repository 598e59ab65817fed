extension FixedWidthInteger where Self: PostgresBindable {
    public var postgresText: String { String(self) }

    /// - Throws: ``PostgresError/Code/binding`` when the parameter's type is too narrow for the value.
    public func writeBinary(
        into writer: inout PostgresWriter,
        as type: PostgresType
    ) throws(PostgresError) -> Bool {
        switch type {
        case .int8: writer.integer(try narrowed(to: Int64.self))
        case .int4: writer.integer(try narrowed(to: Int32.self))
        case .int2: writer.integer(try narrowed(to: Int16.self))
        case .float8: writer.integer(Double(self).bitPattern)
        default: return false
        }
        return true
    }

    private func narrowed<T: FixedWidthInteger>(to type: T.Type) throws(PostgresError) -> T {
        guard let value = T(exactly: self) else {
            throw PostgresError(.binding, "bind", reason: "integer out of range for \(T.bitWidth) bits")
        }
        return value
    }
}

extension FixedWidthInteger where Self: PostgresDecodable {
    /// Reads any integer type, and whole numerics such as the sum of bigints.
    /// - Throws: ``PostgresError/Code/decoding`` when the value does not fit.
    public static func decode(_ cell: PostgresCell) throws(PostgresError) -> Self {
        let value: Self? =
            switch cell.type {
            case .int8: Self(exactly: try cell.integer(Int64.self))
            case .int4: Self(exactly: try cell.integer(Int32.self))
            case .int2: Self(exactly: try cell.integer(Int16.self))
            case .oid: Self(exactly: try cell.integer(UInt32.self))
            case .numeric: try NumericText.decode(cell).whole.flatMap { Self($0) }
            default: throw cell.mismatch("an integer")
            }
        guard let value else {
            throw PostgresError(.decoding, "decode", reason: "integer out of range for \(Self.bitWidth) bits")
        }
        return value
    }
}

extension Int: PostgresBindable, PostgresDecodable {}
extension Int64: PostgresBindable, PostgresDecodable {}
extension Int32: PostgresBindable, PostgresDecodable {}
extension Int16: PostgresBindable, PostgresDecodable {}
