/// Collects the binary forms of binds: big-endian, as the protocol wants them.
public struct PostgresWriter: Sendable {
    var bytes: [UInt8] = []

    mutating func integer(_ value: some FixedWidthInteger) {
        withUnsafeBytes(of: value.bigEndian) { bytes.append(contentsOf: $0) }
    }

    mutating func text(_ value: String) {
        bytes.append(contentsOf: value.utf8)
    }

    /// Writes what `body` writes with its length in bytes before it.
    mutating func measured(
        _ body: (inout PostgresWriter) throws(PostgresError) -> Bool
    ) throws(PostgresError) -> Bool {
        let start = bytes.count
        integer(Int32(0))
        guard try body(&self) else { return false }
        guard let length = Int32(exactly: bytes.count - start - 4) else {
            throw PostgresError(.binding, "bind", reason: "an array element exceeds 2 GiB")
        }
        overwrite(length, at: start)
        return true
    }

    mutating func overwrite(_ value: Int32, at offset: Int) {
        withUnsafeBytes(of: value.bigEndian) { source in
            for (index, byte) in source.enumerated() { bytes[offset + index] = byte }
        }
    }
}
