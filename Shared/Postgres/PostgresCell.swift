/// One value of a row, in the server's binary form; valid only while it is being decoded.
public struct PostgresCell {
    /// `nil` is SQL's NULL.
    let bytes: UnsafeRawBufferPointer?
    public let type: PostgresType
    /// What the bytes belong to, kept alive as long as this.
    let owner: ResultHandle

    public var isNull: Bool { bytes == nil }

    /// The bytes of a value that may not be NULL.
    func required() throws(PostgresError) -> UnsafeRawBufferPointer {
        guard let bytes else { throw PostgresError(.decoding, "decode", reason: "NULL in a column read as not null") }
        return bytes
    }

    /// The bytes of a value that has exactly `count` of them.
    func required(count: Int) throws(PostgresError) -> UnsafeRawBufferPointer {
        let bytes = try required()
        guard bytes.count == count else { throw mismatch("\(count) bytes, found \(bytes.count)") }
        return bytes
    }

    func integer<T: FixedWidthInteger>(_ type: T.Type = T.self) throws(PostgresError) -> T {
        T(bigEndian: try required(count: MemoryLayout<T>.size).loadUnaligned(as: T.self))
    }

    func mismatch(_ wanted: String) -> PostgresError {
        PostgresError(.decoding, "decode", reason: "wanted \(wanted), the server's type is \(type.rawValue)")
    }
}
