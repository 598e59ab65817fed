import CPostgres
import Glibc

/// Waiting on the socket, always with a limit when there is one.
extension Connection {
    /// Sends everything in libpq's buffer, reading meanwhile: a server that is busy sending does not receive.
    func flush() throws(PostgresError) {
        let deadline = answerDeadline()
        while true {
            switch PQflush(raw) {
            case 0: return
            case 1:
                let events = try wait(for: Int16(POLLIN | POLLOUT), until: deadline, "send")
                if events & Int16(POLLIN) != 0, PQconsumeInput(raw) == 0 { throw lost("send") }
            default: throw lost("send")
            }
        }
    }

    /// The next result, or nil where libpq ends a statement's results.
    func nextResult(_ operation: String) throws(PostgresError) -> ResultHandle? {
        let deadline = answerDeadline()
        while PQisBusy(raw) == 1 {
            _ = try wait(for: Int16(POLLIN), until: deadline, operation)
            // A failed read may still have brought the server's reason, which PQgetResult then returns.
            if PQconsumeInput(raw) == 0 { break }
        }
        guard let result = PQgetResult(raw) else {
            guard PQstatus(raw) == CONNECTION_OK else { throw lost(operation) }
            return nil
        }
        return ResultHandle(adopting: result)
    }

    func answerDeadline() -> ContinuousClock.Instant? {
        answerTimeout.map { .now + $0 }
    }

    /// Sleeps until the socket is ready for one of `events`.
    @discardableResult
    func wait(
        for events: Int16,
        until deadline: ContinuousClock.Instant?,
        _ operation: String
    ) throws(PostgresError) -> Int16 {
        var socket = pollfd(fd: PQsocket(raw), events: events, revents: 0)
        guard socket.fd >= 0 else { throw lost(operation) }
        while true {
            let left =
                deadline.map { Int32(clamping: max(0, (ContinuousClock.now.duration(to: $0)).milliseconds)) } ?? -1
            let ready = poll(&socket, 1, left)
            if ready > 0 { return socket.revents }
            if ready == 0 {
                markBroken()
                throw PostgresError(.timeout, operation, reason: "the server did not answer in time")
            }
            guard errno == EINTR else { throw lost(operation) }
        }
    }

    /// The connection is beyond use; libpq's text is kept for `String(reflecting:)`.
    func lost(_ operation: String) -> PostgresError {
        markBroken()
        let message = PQerrorMessage(raw).map { String(cString: $0) }
        return PostgresError(.connectionLost, operation, message: message)
    }
}
