import Synchronization

/// Where tasks leave publishes for the connection's thread.
final class PublisherMailbox: Sendable {
    struct Submission: Sendable {
        let messages: [AMQPOutgoing]
        let deadline: ContinuousClock.Instant
        let continuation: CheckedContinuation<[PublishOutcome], Never>
    }

    private enum Phase { case idle, running, closing, ended }

    private struct Inner {
        var phase = Phase.idle
        var submissions: [Submission] = []
        /// Messages handed in and not answered yet.
        var load = 0
        var isSleeping = false
        var closers: [CheckedContinuation<Void, Never>] = []
    }

    /// Callers wait for their outcomes, so this bounds only how many of them may wait at once.
    static let largestLoad = 200_000

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

    /// Nil when accepted, else why nothing can be sent.
    func submit(_ submission: Submission) -> String? {
        let (refusal, mustWake) = inner.withLock { inner -> (String?, Bool) in
            guard inner.phase == .running else { return ("the publisher is not running", false) }
            guard inner.load + submission.messages.count <= Self.largestLoad else {
                return ("too many messages are waiting", false)
            }
            inner.load += submission.messages.count
            inner.submissions.append(submission)
            defer { inner.isSleeping = false }
            return (nil, inner.isSleeping)
        }
        if mustWake { wakeup.signal() }
        return refusal
    }

    func answered(_ count: Int) { inner.withLock { $0.load -= count } }

    /// What was handed in since, and whether closing was asked for.
    func take() -> (submissions: [Submission], isClosing: Bool) {
        inner.withLock { inner in
            defer { inner.submissions.removeAll(keepingCapacity: true) }
            return (inner.submissions, inner.phase == .closing)
        }
    }

    /// False when something came in meanwhile, so that the thread must not sleep.
    func prepareToSleep() -> Bool {
        inner.withLock { inner in
            guard inner.submissions.isEmpty else { return false }
            inner.isSleeping = true
            return true
        }
    }

    var isClosing: Bool { inner.withLock { $0.phase == .closing || $0.phase == .ended } }

    /// Resumes once the thread has ended, or with ``giveUpClosing()``.
    func close(_ closer: CheckedContinuation<Void, Never>) {
        let isOver = inner.withLock { inner in
            if inner.phase == .idle { inner.phase = .ended }
            guard inner.phase != .ended else { return true }
            inner.phase = .closing
            inner.closers.append(closer)
            return false
        }
        if isOver { closer.resume() } else { wakeup.signal() }
    }

    /// Nobody holds the publisher any more: the thread ends without anybody waiting.
    func abandon() {
        let isRunning = inner.withLock { inner in
            guard inner.phase == .running else { return false }
            inner.phase = .closing
            return true
        }
        if isRunning { wakeup.signal() }
    }

    func giveUpClosing() {
        let closers = inner.withLock { inner in
            defer { inner.closers = [] }
            return inner.closers
        }
        for closer in closers { closer.resume() }
    }

    /// Returns what nobody will send any more.
    func end() -> [Submission] {
        let left = inner.withLock { inner in
            inner.phase = .ended
            defer { inner.submissions = [] }
            return inner.submissions
        }
        giveUpClosing()
        return left
    }
}
