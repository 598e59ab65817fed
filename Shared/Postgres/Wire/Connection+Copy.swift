import CPostgres
import Glibc

/// COPY's own part of the protocol; only outside pipeline mode.
extension Connection {
    func startCopyIn(_ sql: StaticString) throws(PostgresError) {
        try start(sql, expecting: PGRES_COPY_IN)
    }

    func startCopyOut(_ sql: StaticString) throws(PostgresError) {
        try start(sql, expecting: PGRES_COPY_OUT)
    }

    private func start(_ sql: StaticString, expecting status: ExecStatusType) throws(PostgresError) {
        guard PQsendQuery(raw, "\(sql)") == 1 else { throw lost("copy") }
        try flush()
        guard let result = try nextResult("copy") else { throw lost("copy") }
        guard result.status != status else { return }
        if result.failed {
            try finish("copy")
            throw result.error("copy", statement: sql)
        }
        markBroken()  // another direction, or no COPY at all: out of step
        throw PostgresError(.misuse, "copy", reason: "the statement is no COPY in this direction")
    }

    /// Sends all of it before it returns, so that libpq's buffer stays bounded.
    func sendCopied(_ bytes: [UInt8]) throws(PostgresError) {
        guard let count = Int32(exactly: bytes.count) else {
            throw PostgresError(.misuse, "copy", reason: "a piece exceeds 2 GiB")
        }
        let status = bytes.withUnsafeBytes { buffer in
            PQputCopyData(raw, buffer.baseAddress?.assumingMemoryBound(to: CChar.self), count)
        }
        guard status == 1 else { throw lost("copy") }
        try flush()
    }

    func endCopyIn(_ sql: StaticString) throws(PostgresError) -> Int {
        guard PQputCopyEnd(raw, nil) == 1 else { throw lost("copy") }
        try flush()
        return try finish("copy", statement: sql)
    }

    /// Ends COPY with an error on the server's side, which is expected and passed over.
    func abandonCopyIn(_ sql: StaticString) throws(PostgresError) {
        guard !isBroken, PQputCopyEnd(raw, "abandoned by the sender") == 1 else { return markBroken() }
        do {
            try flush()
            try finish("copy", statement: sql)
        } catch {
            if isBroken { throw error }
        }
    }

    /// The next row, or nil after the last.
    func copiedRow() throws(PostgresError) -> [UInt8]? {
        let deadline = answerDeadline()
        while true {
            var buffer: UnsafeMutablePointer<CChar>?
            let count = PQgetCopyData(raw, &buffer, 1)
            defer { PQfreemem(buffer) }
            switch count {
            case 1...: return Array(UnsafeRawBufferPointer(start: buffer, count: Int(count)))
            case 0:
                try wait(for: Int16(POLLIN), until: deadline, "copy")
                if PQconsumeInput(raw) == 0 { throw lost("copy") }
            case -1: return nil
            default: throw lost("copy")
            }
        }
    }

    /// Has the server stop sending, and reads what is on its way.
    func abandonCopyOut() throws(PostgresError) {
        Canceller.Handle(raw)?.send()
        do {
            while try copiedRow() != nil {}
            try finish("copy")
        } catch {
            if isBroken { throw error }
        }
    }
}
