/// Publishes with confirms, over a connection and a thread of its own that come back by themselves.
public final class AMQPPublisher: Sendable {
    private let mailbox = PublisherMailbox()
    private let broadcast = StateBroadcast()
    private let guardian = SocketGuard()
    private let keeper: ConnectionKeeper
    private let limits: PublisherLoop.Limits
    private let confirmTimeout: Duration

    /// - Parameters:
    ///   - topology: declared at every connect.
    ///   - window: messages on their way without a confirm, at most.
    ///   - confirmTimeout: from ``publish(_:)`` to the outcome `.lost`, waiting for a connection included.
    public init(
        _ config: AMQPConfig,
        topology: AMQPTopology = .init(),
        window: Int = 512,
        confirmTimeout: Duration = .seconds(30)
    ) {
        precondition(window > 0, "a publisher needs a window")
        keeper = ConnectionKeeper(config: config, topology: topology, state: broadcast, guardian: guardian)
        limits = PublisherLoop.Limits(window: window, heartbeat: config.heartbeat)
        self.confirmTimeout = confirmTimeout
    }

    /// Connects in the background and for ever again; returns at once.
    public func start() {
        guard mailbox.start() else { return }
        let (mailbox, broadcast, limits) = (mailbox, broadcast, limits)
        keeper.start(name: "amqp-publish") {
            PublisherLoop(mailbox, state: broadcast, limits)
        } ended: {
            for left in mailbox.end() { left.fail("the publisher was closed") }
        }
    }

    /// One outcome per message, in the same order. Suspends until all are known; many calls may be under way, and
    /// their messages leave in the order of the calls. Cancelling the task changes nothing: the outcome is awaited.
    public func publish(_ messages: [AMQPOutgoing]) async -> [PublishOutcome] {
        guard !messages.isEmpty else { return [] }
        let deadline = ContinuousClock.now + confirmTimeout
        return await withCheckedContinuation { continuation in
            let submission = PublisherMailbox.Submission(
                messages: messages,
                deadline: deadline,
                continuation: continuation
            )
            if let refusal = mailbox.submit(submission) { submission.fail(refusal) }
        }
    }

    public var state: ConnectionState { broadcast.current }

    /// Times the connection was opened, the first included.
    public var openings: Int { broadcast.openings }

    /// The current state and what follows.
    public var stateChanges: AsyncStream<ConnectionState> { broadcast.changes() }

    /// Takes nothing more, waits for the outstanding confirms, closes. What is unconfirmed by then is `.lost`.
    public func close(within limit: Duration = .seconds(5)) async {
        let token = Watchdog.shared.arm(.now + limit) { [guardian, mailbox] in
            guardian.condemn()
            mailbox.giveUpClosing()
        }
        await withCheckedContinuation { mailbox.close($0) }
        Watchdog.shared.disarm(token)
    }

    deinit {
        guardian.condemn()
        mailbox.abandon()
    }
}

extension PublisherMailbox.Submission {
    func fail(_ reason: String) {
        continuation.resume(returning: Array(repeating: .lost(reason: reason), count: messages.count))
    }
}
