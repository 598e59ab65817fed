import Threading

/// Passes an upload's pieces from the task that receives them to the session's thread that copies them, a bounded number
/// at a time: the sender waits for the database, and the thread sleeps while nothing has arrived.
// Unchecked because everything below is only touched while `signal` is locked.
final class Handoff<Piece: Sendable>: @unchecked Sendable {
    private let signal = ThreadSignal()
    private let room: Int
    private var pieces: [Piece] = []
    private var waiting: CheckedContinuation<Void, Never>?
    private var end: Result<Void, any Error>?
    private var isAbandoned = false
    private var passed = 0

    /// - Parameter room: pieces that may wait.
    init(room: Int = 16) {
        self.room = room
    }

    /// How many pieces were passed on so far.
    var count: Int { signal.withLock { passed } }

    /// Waits while as many as may wait do.
    /// - Returns: false once nobody takes pieces any more.
    func put(_ piece: Piece) async -> Bool {
        await withCheckedContinuation { (continuation: CheckedContinuation<Void, Never>) in
            let mayGoOn = signal.withLock {
                if pieces.count < room || isAbandoned || end != nil { return true }
                waiting = continuation
                return false
            }
            if mayGoOn { continuation.resume() }
        }
        return signal.withLock {
            guard !isAbandoned, end == nil else { return false }
            pieces.append(piece)
            passed += 1
            signal.wake()
            return true
        }
    }

    /// No more pieces come, for the reason given if it is not the file's end. The first end counts.
    func finish(_ result: Result<Void, any Error> = .success(())) {
        let sender = signal.withLock {
            if end == nil { end = result }
            signal.wake()
            defer { waiting = nil }
            return waiting
        }
        sender?.resume()
    }

    /// The next pieces, all that wait; nil at the end. Blocks the calling thread, which must be the session's own.
    /// - Throws: why the upload broke off.
    func take() throws -> [Piece]? {
        let (taken, sender) = try signal.withLock {
            while pieces.isEmpty, end == nil { signal.wait() }
            if case .failure(let error) = end { throw error }
            defer {
                pieces = []
                waiting = nil
            }
            return (pieces, waiting)
        }
        sender?.resume()
        return taken.isEmpty ? nil : taken
    }

    /// Nobody will take what is left.
    func abandon() {
        let sender = signal.withLock {
            isAbandoned = true
            pieces = []
            defer { waiting = nil }
            return waiting
        }
        sender?.resume()
    }
}
