/// One thread fetches and stores, another computes: while a server is waited for, what it sent before is worked on.
///
/// For threads that may block, such as a database session's own, and work that a transaction has to see the end of.
public enum Relay {
    /// Fetches each element here, computes on another thread what it comes to, and stores that here again, all in order.
    /// Returns when nothing of it runs any more.
    /// - Parameter ahead: how many are fetched and not yet stored at most.
    /// - Throws: what the first of the three to fail throws. Nothing is stored after it, and fetched only what was begun.
    public static func run<Element, Fetched: Sendable, Found: Sendable>(
        _ elements: some Sequence<Element>,
        ahead: Int,
        name: String,
        fetch: (Element) throws -> Fetched,
        compute: @escaping @Sendable (Fetched) throws -> Found,
        store: (Found) throws -> Void
    ) throws {
        let belt = Belt(compute)
        DetachedThread.start(name: name) { belt.work() }
        defer { belt.stop() }
        for element in elements {
            while belt.outstanding >= ahead, let found = try belt.take(waits: true) { try store(found) }
            belt.put(try fetch(element))
            while let found = try belt.take(waits: false) { try store(found) }
        }
        while let found = try belt.take(waits: true) { try store(found) }
    }
}

/// What is on its way between the two threads.
// Unchecked because what both threads touch is only touched while `signal` is locked.
private final class Belt<Fetched: Sendable, Found: Sendable>: @unchecked Sendable {
    private let compute: @Sendable (Fetched) throws -> Found
    /// One at most sleeps on it: the worker while there is nothing to do, the other while something is being done.
    private let signal = ThreadSignal()
    private var fetched: [Fetched] = []
    private var found: [Result<Found, any Error>] = []
    /// Handed over and not taken back; only the thread that does both touches it.
    private(set) var outstanding = 0
    private var isOver = false
    private var hasEnded = false

    init(_ compute: @escaping @Sendable (Fetched) throws -> Found) { self.compute = compute }

    func put(_ item: Fetched) {
        outstanding += 1
        signal.withLock {
            fetched.append(item)
            signal.wake()
        }
    }

    /// - Returns: the next that was found; nil if there is none yet, or none any more.
    func take(waits: Bool) throws -> Found? {
        let next: Result<Found, any Error>? = signal.withLock {
            while waits, outstanding > 0, found.isEmpty { signal.wait() }
            return found.isEmpty ? nil : found.removeFirst()
        }
        if next != nil { outstanding -= 1 }
        return try next?.get()
    }

    /// Returns when the worker has ended.
    func stop() {
        signal.withLock {
            (isOver, fetched) = (true, [])
            signal.wake()
            while !hasEnded { signal.wait() }
        }
    }

    func work() {
        while let item = next() {
            let result = Result { try compute(item) }
            signal.withLock {
                found.append(result)
                signal.wake()
            }
        }
        signal.withLock {
            hasEnded = true
            signal.wake()
        }
    }

    private func next() -> Fetched? {
        signal.withLock {
            while fetched.isEmpty, !isOver { signal.wait() }
            return fetched.isEmpty ? nil : fetched.removeFirst()
        }
    }
}
