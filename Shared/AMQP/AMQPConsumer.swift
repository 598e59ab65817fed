/// Consumes one queue over a connection and a thread of its own, which come back by themselves.
///
/// Nothing is acknowledged unless the caller does. After a lost connection the broker delivers again what was not
/// acknowledged; tags of the lost one are dropped silently.
public final class AMQPConsumer: Sendable {
    private let mailbox = ConsumerMailbox()
    private let broadcast = StateBroadcast()
    private let guardian = SocketGuard()
    private let keeper: ConnectionKeeper
    private let subscription: ConsumerLoop.Subscription

    /// - Parameters:
    ///   - topology: declared at every connect; should hold the queue, so that it comes back if somebody deletes it.
    ///   - prefetch: deliveries not acknowledged at most, 1…65535. Quorum queues want 100 and more for speed.
    public init(_ config: AMQPConfig, topology: AMQPTopology = .init(), queue: String, prefetch: Int) {
        precondition((1...65_535).contains(prefetch), "prefetch is 1…65535")
        keeper = ConnectionKeeper(config: config, topology: topology, state: broadcast, guardian: guardian)
        subscription = ConsumerLoop.Subscription(queue: queue, prefetch: prefetch, heartbeat: config.heartbeat)
    }

    /// Connects and subscribes in the background and for ever again; returns at once.
    public func start() {
        guard mailbox.start() else { return }
        let (mailbox, subscription) = (mailbox, subscription)
        keeper.start(name: "amqp-consume") {
            ConsumerLoop(mailbox, subscription)
        } ended: {
            mailbox.end()
        }
    }

    /// Waits for at least one delivery, then for more until `linger` has passed or `max` are there.
    ///
    /// Empty only when the task was cancelled, or after ``cancel()`` once everything prefetched was taken.
    /// - Throws: `AMQPError` with code `closed` before ``start()`` and after ``close(within:)``.
    public func next(upTo max: Int, linger: Duration = .zero) async throws -> [AMQPDelivery] {
        precondition(max > 0, "nothing was asked for")
        if let taken = try mailbox.takeAtOnce(max, linger: linger) { return taken }
        let id = mailbox.newID()
        return await withTaskCancellationHandler {
            await withCheckedContinuation { waiter in
                mailbox.wait(id: id, max: max, linger: linger, waiter)
                if Task.isCancelled { mailbox.abandon(id: id) }
            }
        } onCancel: {
            mailbox.abandon(id: id)
        }
    }

    /// Done with these; returns at once. In any order: the oldest contiguous ones leave as one frame.
    public func acknowledge(_ tags: [DeliveryTag]) {
        if !tags.isEmpty { mailbox.settle(.acknowledge(tags)) }
    }

    /// Gives one back to the queue, or lets the broker drop or dead-letter it; returns at once.
    public func reject(_ tag: DeliveryTag, requeue: Bool) {
        mailbox.settle(.reject(tag, requeue: requeue))
    }

    /// Ends the subscription; returns when no further delivery can come. What was prefetched can still be taken and
    /// acknowledged.
    public func cancel() async { await withCheckedContinuation { mailbox.cancel($0) } }

    /// Sends the acknowledgements given so far and closes. What is not acknowledged goes back to the queue.
    public func close(within limit: Duration = .seconds(5)) async {
        let token = Watchdog.shared.arm(.now + limit) { [guardian, mailbox] in
            guardian.condemn()
            mailbox.giveUpClosing()
        }
        await withCheckedContinuation { mailbox.close($0) }
        Watchdog.shared.disarm(token)
    }

    public var state: ConnectionState { broadcast.current }

    /// Times the connection was opened, the first included.
    public var openings: Int { broadcast.openings }

    /// The current state and what follows.
    public var stateChanges: AsyncStream<ConnectionState> { broadcast.changes() }

    /// Acknowledgements dropped because their connection was gone or they came twice.
    public var staleTags: Int { mailbox.staleTags }

    deinit {
        guardian.condemn()
        mailbox.abandon()
    }
}
