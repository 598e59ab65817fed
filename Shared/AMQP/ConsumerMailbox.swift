import Synchronization

/// Where the connection's thread leaves deliveries and tasks leave what became of them.
final class ConsumerMailbox: Sendable {
    enum Settlement: Sendable {
        case acknowledge([DeliveryTag])
        case reject(DeliveryTag, requeue: Bool)
    }

    struct Commands {
        var settlements: [Settlement] = []
        var isCancelling = false
        var isClosing = false
    }

    private enum Phase { case idle, running, closing, ended }

    private struct Inner {
        var phase = Phase.idle
        var isCancelling = false
        var isSleeping = false
        /// Something was asked since the thread last looked.
        var hasNews = false
        var waiters = DeliveryWaiters()
        var settlements: [Settlement] = []
        var staleTags = 0
        var nextID = 0
        var cancellers: [CheckedContinuation<Void, Never>] = []
        var closers: [CheckedContinuation<Void, Never>] = []
    }

    let wakeup = Wakeup()
    private let inner = Mutex(Inner())

    /// True the first time only.
    func start() -> Bool {
        inner.withLock { inner in
            guard inner.phase == .idle else { return false }
            inner.phase = .running
            return true
        }
    }

    /// Tags of lost connections, unknown ones and those given twice.
    var staleTags: Int { inner.withLock { $0.staleTags } }
    func countStale(_ count: Int) { inner.withLock { $0.staleTags += count } }

    // MARK: Tasks

    func newID() -> Int {
        inner.withLock { inner in
            inner.nextID += 1
            return inner.nextID
        }
    }

    /// What is there already, where nothing is to be waited for. Throws before start and after close.
    func takeAtOnce(_ max: Int, linger: Duration) throws(AMQPError) -> [AMQPDelivery]? {
        let (isUsable, taken) = inner.withLock { inner -> (Bool, [AMQPDelivery]?) in
            let isUsable = inner.isCancelling || (inner.phase != .idle && inner.phase != .ended)
            guard !inner.waiters.hasWaiters else { return (isUsable, nil) }
            let isEnough = inner.waiters.count >= max || (linger == .zero && inner.waiters.count > 0)
            return (isUsable, isEnough || inner.waiters.isEnded ? inner.waiters.take(max) : nil)
        }
        guard isUsable else { throw AMQPError(.closed, "waiting for deliveries") }
        return taken
    }

    func wait(id: Int, max: Int, linger: Duration, _ waiter: DeliveryWaiters.Waiter) {
        let ready = inner.withLock { inner in
            inner.waiters.wait(id: id, max: max, linger: linger, waiter)
            return inner.waiters.serve(at: .now)
        }
        for resume in ready { resume() }
        if linger > .zero { wake() }  // it changes how long the thread may sleep
    }

    func abandon(id: Int) { inner.withLock { $0.waiters.abandon(id: id) }?() }

    func settle(_ settlement: Settlement) {
        let isRunning = inner.withLock { inner in
            guard inner.phase == .running || inner.phase == .closing else { return false }
            inner.settlements.append(settlement)
            return true
        }
        if isRunning { wake() }
    }

    /// Resumes when no further delivery can come.
    func cancel(_ canceller: CheckedContinuation<Void, Never>) {
        let isOver = inner.withLock { inner in
            inner.isCancelling = true
            guard inner.phase != .idle, inner.phase != .ended, !inner.waiters.isEnded else { return true }
            inner.cancellers.append(canceller)
            return false
        }
        guard isOver else { return wake() }
        ended()
        canceller.resume()
    }

    /// Resumes once the thread has ended, or with ``giveUpClosing()``.
    func close(_ closer: CheckedContinuation<Void, Never>) {
        let isOver = inner.withLock { inner in
            if inner.phase == .idle { inner.phase = .ended }
            guard inner.phase != .ended else { return true }
            inner.phase = .closing
            inner.closers.append(closer)
            return false
        }
        if isOver { closer.resume() } else { wake() }
    }

    func giveUpClosing() {
        let closers = inner.withLock { inner in
            defer { inner.closers = [] }
            return inner.closers
        }
        for closer in closers { closer.resume() }
    }

    /// Nobody holds the consumer any more.
    func abandon() {
        inner.withLock { if $0.phase == .running { $0.phase = .closing } }
        wake()
    }

    private func wake() {
        let mustWake = inner.withLock { inner in
            defer { (inner.isSleeping, inner.hasNews) = (false, true) }
            return inner.isSleeping
        }
        if mustWake { wakeup.signal() }
    }

    // MARK: The connection's thread

    var isClosing: Bool { inner.withLock { $0.phase == .closing || $0.phase == .ended } }

    func take() -> Commands {
        inner.withLock { inner in
            inner.hasNews = false
            defer { inner.settlements.removeAll(keepingCapacity: true) }
            return Commands(
                settlements: inner.settlements,
                isCancelling: inner.isCancelling,
                isClosing: inner.phase == .closing
            )
        }
    }

    func deliver(_ deliveries: [AMQPDelivery]) {
        let ready = inner.withLock { inner in
            inner.waiters.add(deliveries)
            return inner.waiters.serve(at: .now)
        }
        for resume in ready { resume() }
    }

    /// What nobody has taken yet comes again on the next connection.
    func connectionLost() { inner.withLock { $0.waiters.dropArrived() } }

    /// The subscription is over; what has arrived may still be taken.
    func ended() {
        let (ready, cancellers) = inner.withLock { inner in
            inner.waiters.isEnded = true
            defer { inner.cancellers = [] }
            return (inner.waiters.serve(at: .now), inner.cancellers)
        }
        for resume in ready { resume() }
        for canceller in cancellers { canceller.resume() }
    }

    /// Nil when a command came in meanwhile; else how long the thread may sleep at most.
    func prepareToSleep(until latest: ContinuousClock.Instant) -> ContinuousClock.Instant? {
        inner.withLock { inner in
            guard !inner.hasNews else { return nil }
            inner.isSleeping = true
            return min(latest, inner.waiters.deadline ?? latest)
        }
    }

    func end() {
        inner.withLock { $0.phase = .ended }
        connectionLost()
        ended()
        giveUpClosing()
    }
}
