import Threading

/// What a connection is kept for. All of it runs on the connection's thread.
protocol LinkUser: AnyObject {
    var isClosing: Bool { get }
    /// Right after the topology was declared: confirms, or the subscription.
    func prepare(_ link: BrokerLink) throws(AMQPError)
    /// Works until closing is done; throws when the connection is of no more use.
    func serve(_ link: BrokerLink) throws(AMQPError)
    /// The connection is gone: settle what depended on it.
    func lost(_ error: AMQPError)
    /// Nothing to talk to: sleeps until the deadline or a command, and keeps deadlines of its own.
    func idle(until deadline: ContinuousClock.Instant)
}

/// Connects, declares, serves, and connects again for as long as its user wants.
struct ConnectionKeeper {
    let config: AMQPConfig
    let topology: AMQPTopology
    let state: StateBroadcast
    let guardian: SocketGuard
    private var backoff = Backoff()
    private var attempt: Int

    /// A connection that lived this long was a good one.
    private static let goodLife = Duration.seconds(5)

    init(config: AMQPConfig, topology: AMQPTopology, state: StateBroadcast, guardian: SocketGuard) {
        self.config = config
        self.topology = topology
        self.state = state
        self.guardian = guardian
        // Everybody's first choice would carry all connections of a cluster and the leaders of all queues declared there.
        attempt = config.nodes.indices.randomElement() ?? 0
    }

    /// Starts a thread and returns at once. `user` is made on that thread and never leaves it.
    func start(name: String, makeUser: @escaping @Sendable () -> any LinkUser, ended: @escaping @Sendable () -> Void) {
        DetachedThread.start(name: name) {
            var keeper = self
            keeper.run(makeUser())
            keeper.state.set(.closed)
            ended()
        }
    }

    private mutating func run(_ user: any LinkUser) {
        while !user.isClosing {
            do throws(AMQPError) {
                try connectAndServe(user)
            } catch {
                user.lost(error)
                if user.isClosing { break }
                state.set(.failed(error.description))
                pause(user, after: error)
            }
        }
        user.lost(AMQPError(.closed, "closing"))
    }

    private mutating func connectAndServe(_ user: any LinkUser) throws(AMQPError) {
        try config.validate()
        let node = config.nodes[attempt % config.nodes.count]
        attempt += 1
        let link = try BrokerLink.open(node, config, guardian: guardian)
        try link.declare(topology)
        try user.prepare(link)
        state.set(.open)
        attempt -= 1  // the node that worked is asked first next time
        let start = ContinuousClock.now
        defer { if .now - start > Self.goodLife { backoff.reset() } }
        try user.serve(link)
        link.close()
    }

    /// What only a person can mend is tried slowly.
    private mutating func pause(_ user: any LinkUser, after error: AMQPError) {
        let delay = error.isRetriable ? backoff.next() : Backoff.slowest
        let deadline = ContinuousClock.now + delay
        while !user.isClosing, .now < deadline { user.idle(until: deadline) }
    }
}
