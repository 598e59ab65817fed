public import Foundation

/// A byte alone is a small integer; an array of bytes is one `bytea`.
extension UInt8: PostgresBindable, PostgresDecodable {
    public static func writeBinary(
        array: [UInt8],
        into writer: inout PostgresWriter,
        as type: PostgresType
    ) throws(PostgresError) -> Bool {
        guard type == .bytea else { return false }
        writer.bytes.append(contentsOf: array)
        return true
    }

    public static func postgresText(array: [UInt8]) -> String {
        let digits = Array("0123456789abcdef".utf8)
        var text = Array("\\x".utf8)
        text.reserveCapacity(2 + 2 * array.count)
        for byte in array {
            text.append(digits[Int(byte >> 4)])
            text.append(digits[Int(byte & 15)])
        }
        return String(decoding: text, as: UTF8.self)
    }

    public static func decode(array cell: PostgresCell) throws(PostgresError) -> [UInt8] {
        guard cell.type == .bytea else { throw cell.mismatch("bytea") }
        return Array(try cell.required())
    }
}

extension Data: PostgresBindable, PostgresDecodable {
    public var postgresText: String { UInt8.postgresText(array: Array(self)) }

    public func writeBinary(
        into writer: inout PostgresWriter,
        as type: PostgresType
    ) throws(PostgresError) -> Bool {
        guard type == .bytea else { return false }
        writer.bytes.append(contentsOf: self)
        return true
    }

    public static func decode(_ cell: PostgresCell) throws(PostgresError) -> Data {
        guard cell.type == .bytea else { throw cell.mismatch("bytea") }
        return Data(try cell.required())
    }
}
