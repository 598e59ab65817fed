public import Foundation

extension Bool: PostgresBindable, PostgresDecodable {
    public var postgresText: String { self ? "true" : "false" }

    public func writeBinary(
        into writer: inout PostgresWriter,
        as type: PostgresType
    ) throws(PostgresError) -> Bool {
        guard type == .bool else { return false }
        writer.bytes.append(self ? 1 : 0)
        return true
    }

    public static func decode(_ cell: PostgresCell) throws(PostgresError) -> Bool {
        guard cell.type == .bool else { throw cell.mismatch("a boolean") }
        return try cell.integer(UInt8.self) != 0
    }
}

extension Double: PostgresBindable, PostgresDecodable {
    public var postgresText: String { isNaN ? "NaN" : isInfinite ? (self < 0 ? "-Infinity" : "Infinity") : "\(self)" }

    public func writeBinary(
        into writer: inout PostgresWriter,
        as type: PostgresType
    ) throws(PostgresError) -> Bool {
        switch type {
        case .float8: writer.integer(bitPattern)
        case .float4: writer.integer(Float(self).bitPattern)
        default: return false
        }
        return true
    }

    /// Reads any number; a numeric or bigint is rounded to the nearest double.
    public static func decode(_ cell: PostgresCell) throws(PostgresError) -> Double {
        switch cell.type {
        case .float8: return Double(bitPattern: try cell.integer(UInt64.self))
        case .float4: return Double(Float(bitPattern: try cell.integer(UInt32.self)))
        case .numeric: return Double(try NumericText.decode(cell).text) ?? .nan
        case .int8, .int4, .int2: return Double(try Int64.decode(cell))
        default: throw cell.mismatch("a number")
        }
    }
}

extension UUID: PostgresBindable, PostgresDecodable {
    public var postgresText: String { uuidString }

    public func writeBinary(
        into writer: inout PostgresWriter,
        as type: PostgresType
    ) throws(PostgresError) -> Bool {
        guard type == .uuid else { return false }
        withUnsafeBytes(of: uuid) { writer.bytes.append(contentsOf: $0) }
        return true
    }

    public static func decode(_ cell: PostgresCell) throws(PostgresError) -> UUID {
        guard cell.type == .uuid else { throw cell.mismatch("a uuid") }
        return UUID(uuid: try cell.required(count: 16).loadUnaligned(as: uuid_t.self))
    }
}
