import CPostgres
import Glibc
import Synchronization
import Threading

/// Stops the statement of one transaction from outside the session's thread, and never that of the next.
final class Canceller: Sendable {
    /// Owns one `PGcancel`.
    // Unchecked because PQcancel may be called from any thread; the canceller's lock makes calls take turns.
    final class Handle: @unchecked Sendable {
        private let raw: OpaquePointer

        init?(_ connection: OpaquePointer) {
            guard let raw = PQgetCancel(connection) else { return nil }
            self.raw = raw
        }

        deinit { PQfreeCancel(raw) }

        /// Blocks until the server has taken note.
        func send() {
            withUnsafeTemporaryAllocation(of: CChar.self, capacity: 256) { message in
                _ = PQcancel(raw, message.baseAddress, 256)
            }
        }
    }

    private struct State {
        var ticket: UInt64 = 0
        var isRunning = false
        var wasCancelled = false
        var handle: Handle?
    }

    private let state = Mutex(State())

    func attach(_ handle: Handle?) {
        state.withLock { $0.handle = handle }
    }

    /// Opens the time in which ``cancel(_:)`` with the returned ticket has an effect.
    func begin() -> UInt64 {
        state.withLock { state in
            state.ticket += 1
            state.isRunning = true
            state.wasCancelled = false
            return state.ticket
        }
    }

    /// No further request goes out. One that meets COMMIT would not stop it, but end its wait for a synchronous standby:
    /// the server then calls committed what the standby never saw, and a failover would lose it.
    func close() {
        state.withLock { $0.isRunning = false }
    }

    /// Waits for a request that is just going out; true when one went out, so that it may yet hit the session.
    func end() -> Bool {
        state.withLock { state in
            state.isRunning = false
            return state.wasCancelled
        }
    }

    /// Returns at once. The request is repeated until the transaction ends: the first may come before its statement.
    func cancel(_ ticket: UInt64) {
        DetachedThread.start(name: "pg-cancel") {
            var backoff = Backoff()
            for _ in 0..<30 where self.send(ticket) {
                usleep(UInt32(backoff.next().milliseconds * 1000))
            }
        }
    }

    private func send(_ ticket: UInt64) -> Bool {
        state.withLock { state in
            guard state.isRunning, state.ticket == ticket else { return false }
            state.wasCancelled = true
            state.handle?.send()
            return true
        }
    }
}
