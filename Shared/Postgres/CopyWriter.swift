/// Takes rows for COPY in its text format and sends them in pieces of about 64 KiB.
public struct CopyWriter {
    private static let pieceBytes = 64 << 10

    let connection: Connection
    private var buffer: [UInt8] = []

    init(connection: Connection) {
        self.connection = connection
        buffer.reserveCapacity(Self.pieceBytes + 4096)
    }

    /// One row, for a statement in the default text format: fields with tabs between, `\N` for NULL.
    public mutating func row(_ values: (any PostgresBindable)?...) throws(PostgresError) {
        for (index, value) in values.enumerated() {
            if index > 0 { buffer.append(UInt8(ascii: "\t")) }
            if let value, !value.isPostgresNull {
                let text = value.postgresText
                try refuseNul(in: text)
                escape(text)
            } else {
                buffer.append(contentsOf: [UInt8(ascii: "\\"), UInt8(ascii: "N")])
            }
        }
        buffer.append(UInt8(ascii: "\n"))
        if buffer.count >= Self.pieceBytes { try flush() }
    }

    /// Bytes in the statement's own format: text, CSV or binary.
    public mutating func write(_ bytes: some Collection<UInt8>) throws(PostgresError) {
        buffer.append(contentsOf: bytes)
        if buffer.count >= Self.pieceBytes { try flush() }
    }

    mutating func flush() throws(PostgresError) {
        guard !buffer.isEmpty else { return }
        try connection.sendCopied(buffer)
        buffer.removeAll(keepingCapacity: true)
    }

    private mutating func escape(_ text: String) {
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\\"): buffer.append(contentsOf: [byte, byte])
            case UInt8(ascii: "\n"): buffer.append(contentsOf: [UInt8(ascii: "\\"), UInt8(ascii: "n")])
            case UInt8(ascii: "\r"): buffer.append(contentsOf: [UInt8(ascii: "\\"), UInt8(ascii: "r")])
            case UInt8(ascii: "\t"): buffer.append(contentsOf: [UInt8(ascii: "\\"), UInt8(ascii: "t")])
            default: buffer.append(byte)
            }
        }
    }
}
