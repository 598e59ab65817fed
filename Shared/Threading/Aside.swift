/// One long computation on another thread, while the thread that needs it stays awake.
public enum Aside {
    /// Returns what `compute` comes to; until then `meanwhile` runs here, once in each `pulse`. Returns when nothing of it
    /// runs any more.
    /// - Throws: what `compute` throws, or `meanwhile`; after the latter what was computed is thrown away.
    public static func run<Found: Sendable>(
        name: String,
        pulse: Duration,
        meanwhile: () throws -> Void,
        compute: @escaping @Sendable () throws -> Found
    ) throws -> Found {
        let answer = Answer<Found>()
        DetachedThread.start(name: name) { answer.give(Result { try compute() }) }
        while true {
            if let found = answer.taken(within: pulse) { return try found.get() }
            do {
                try meanwhile()
            } catch {
                while answer.taken(within: pulse) == nil {}
                throw error
            }
        }
    }
}

// Unchecked because `found` is only touched while `signal` is locked.
private final class Answer<Found: Sendable>: @unchecked Sendable {
    private let signal = ThreadSignal()
    private var found: Result<Found, any Error>?

    func give(_ result: Result<Found, any Error>) {
        signal.withLock {
            found = result
            signal.wake()
        }
    }

    /// nil: not yet, or woken early.
    func taken(within limit: Duration) -> Result<Found, any Error>? {
        signal.withLock {
            if found == nil { signal.wait(atMost: limit) }
            return found
        }
    }
}
