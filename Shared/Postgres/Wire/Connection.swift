import CPostgres
import Glibc

/// Owns one `PGconn` in non-blocking pipeline mode; only ever touched by its session's thread.
///
/// Statements are sent into libpq's buffer and leave with the next ``roundTrip()``, which also reads their answers.
final class Connection {
    let raw: OpaquePointer
    /// The longest silence while an answer is awaited; `nil` waits as long as the network stands.
    var answerTimeout: Duration?
    var binds = BindBuffer()
    var prepared: [UnsafePointer<UInt8>: Prepared] = [:]
    /// What was sent and not yet answered, in order.
    private var unanswered: [Sent] = []
    /// Answers to what was asked ahead that came before somebody wanted them.
    private var early: [Int: ResultHandle] = [:]
    private var asked = 0
    /// No further call may be made: the socket is gone or the protocol out of step.
    private(set) var isBroken = false
    /// Whether the server has answered anything since ``begin(_:)``: a loss before that took nothing with it.
    var hasAnswered = false
    /// Somebody cut off a commit's wait for the synchronous standby since ``begin(_:)``: it stands here alone.
    private(set) var isUnreplicated = false
    /// The server takes no writes any more: another of the hosts may.
    private var isOutdated = false

    struct Sent {
        let operation: String
        let statement: StaticString?
        /// Of what was asked ahead.
        var ticket: Int?
    }

    /// A statement that the server knows by name, with its parameters' types.
    struct Prepared {
        let name: String
        let types: [PostgresType]
    }

    init(adopting raw: OpaquePointer) {
        self.raw = raw
        heedNotices()
        PQsetErrorVerbosity(raw, PQERRORS_DEFAULT)
        PQsetnonblocking(raw, 1)
    }

    deinit { PQfinish(raw) }

    var hasUnanswered: Bool { !unanswered.isEmpty }
    var isIdle: Bool { PQtransactionStatus(raw) == PQTRANS_IDLE }

    /// Whether the server has not hung up meanwhile: what it sent on its own is read without waiting.
    ///
    /// Its parting words and the end of the stream come as two reads, hence the loop.
    func isAlive() -> Bool {
        guard !isOutdated else { return false }
        for _ in 0..<16 {
            guard !isBroken, PQstatus(raw) == CONNECTION_OK else { return false }
            var socket = pollfd(fd: PQsocket(raw), events: Int16(POLLIN), revents: 0)
            guard poll(&socket, 1, 0) > 0 else { return true }
            guard PQconsumeInput(raw) == 1 else { return false }
            _ = PQisBusy(raw)  // takes in what came
        }
        return true
    }

    func markBroken() { isBroken = true }

    /// The running transaction may end on this connection; the next one asks for a server that takes writes.
    func markOutdated() { isOutdated = true }

    func begun() {
        (hasAnswered, isUnreplicated) = (false, false)
        early = [:]
    }

    /// Drops notices, which can quote values and which libpq would write to standard error. Two are heeded: what a server
    /// says between two statements when it ends the session comes as a notice, before the socket closes; and so does, in
    /// every language from the same routine, that a commit no longer waits for the synchronous standby.
    private func heedNotices() {
        let connection = Unmanaged.passUnretained(self).toOpaque()
        let receiver: PQnoticeReceiver = { connection, notice in
            func field(_ code: Unicode.Scalar) -> String? {
                PQresultErrorField(notice, Int32(code.value)).map { String(cString: $0) }
            }
            guard let connection, let severity = field("V") else { return }
            let own = Unmanaged<Connection>.fromOpaque(connection).takeUnretainedValue()
            if ["FATAL", "PANIC"].contains(severity) { own.markBroken() }
            if field("R") == "SyncRepWaitForLSN" { own.isUnreplicated = true }
        }
        _ = PQsetNoticeReceiver(raw, receiver, connection)
    }

    /// Notes that a `PQsend…` call was made, with its return value.
    func sent(_ status: Int32, _ operation: String, _ statement: StaticString? = nil) throws(PostgresError) {
        guard status == 1 else { throw lost(operation) }
        unanswered.append(Sent(operation: operation, statement: statement))
    }

    /// Sends what waits and reads every answer. All are read before the first error is thrown.
    /// - Returns: the last `count` results, in order.
    func roundTrip(keeping count: Int) throws(PostgresError) -> [ResultHandle] {
        guard PQpipelineSync(raw) == 1 else { throw lost("send") }
        try flush()
        let questions = unanswered
        unanswered.removeAll(keepingCapacity: true)
        var results: [ResultHandle] = []
        var failure: PostgresError?
        for (index, sent) in questions.enumerated() {
            let result = try answer(to: sent)
            hasAnswered = true
            if result.failed, failure == nil { failure = result.error(sent.operation, statement: sent.statement) }
            if index >= questions.count - count { results.append(result) }
            if let ticket = sent.ticket { early[ticket] = result }
        }
        try readSync(after: failure)
        if let failure { throw failure }
        return results
    }

    /// Marks the statement that was sent last, and has the server start on it and on all before it.
    func askAhead() throws(PostgresError) -> Int {
        guard PQsendFlushRequest(raw) == 1, !unanswered.isEmpty else { throw lost("ask") }
        asked += 1
        unanswered[unanswered.count - 1].ticket = asked
        try flush()
        return asked
    }

    /// Reads answers up to that of `ticket`. After an error all are read, so that the transaction can be rolled back.
    func answer(to ticket: Int) throws(PostgresError) -> ResultHandle {
        if let result = early.removeValue(forKey: ticket) { return result }
        while !unanswered.isEmpty {
            let sent = unanswered.removeFirst()
            let result = try answer(to: sent)
            if result.failed {
                _ = try? roundTrip(keeping: 0)
                throw result.error(sent.operation, statement: sent.statement)
            }
            if sent.ticket == ticket { return result }
            if let other = sent.ticket { early[other] = result }
        }
        throw PostgresError(.misuse, "answer", reason: "nobody asked this, or it was answered")
    }

    /// One statement's results up to the NULL that ends them.
    private func answer(to sent: Sent) throws(PostgresError) -> ResultHandle {
        var last: ResultHandle?
        while let result = try nextResult(sent.operation) {
            switch result.status {
            case PGRES_COPY_IN, PGRES_COPY_OUT, PGRES_COPY_BOTH:
                isBroken = true
                throw PostgresError(.misuse, sent.operation, reason: "COPY goes through copyIn and copyOut")
            case PGRES_FATAL_ERROR, PGRES_BAD_RESPONSE: try breakOffIfLost(result, sent)
            default: break
            }
            last = last.map { $0.failed ? $0 : result } ?? result
        }
        guard let last else { throw lost(sent.operation) }
        return last
    }

    /// The server's last word is worth more than the broken socket that follows it.
    private func breakOffIfLost(_ result: ResultHandle, _ sent: Sent) throws(PostgresError) {
        var error = result.error(sent.operation, statement: sent.statement)
        guard error.code == .connectionLost || PQstatus(raw) != CONNECTION_OK else { return }
        isBroken = true
        error.code = .connectionLost
        throw error
    }

    private func readSync(after failure: PostgresError?) throws(PostgresError) {
        let result = try nextResult("sync")
        guard result?.status == PGRES_PIPELINE_SYNC else {
            isBroken = true
            throw failure ?? lost("sync")
        }
    }
}
