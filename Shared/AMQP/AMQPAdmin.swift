import Threading

/// Questions and chores around queues, one at a time on a thread of its own. The connection is kept between calls and
/// opened anew when it was lost; each call is bounded by the config's timeouts.
public actor AMQPAdmin {
    private nonisolated let executor: ThreadExecutor
    public nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    private nonisolated let guardian = SocketGuard()
    private let config: AMQPConfig
    private var link: BrokerLink?

    public init(_ config: AMQPConfig) {
        executor = ThreadExecutor(name: "amqp-admin")
        // Nobody sends heartbeats between two calls, so there must be none: a dead peer shows as a late answer.
        var quiet = config
        quiet.isSilent = true
        self.config = quiet
    }

    deinit { executor.stop() }

    /// Throws `topologyMismatch` naming what stands there with other settings.
    public func declare(_ topology: AMQPTopology) throws(AMQPError) {
        try ask { link throws(AMQPError) in try link.declare(topology) }
    }

    /// Messages ready for delivery and consumers; nil when there is no such queue.
    public func queueDepth(_ queue: String) throws(AMQPError) -> (messages: Int, consumers: Int)? {
        do {
            return try ask { link throws(AMQPError) in try link.depth(of: queue) }
        } catch {
            guard error.code == .notFound else { throw error }
            return nil
        }
    }

    /// Drops every message that is ready; returns their number.
    @discardableResult
    public func purge(_ queue: String) throws(AMQPError) -> Int {
        try ask { link throws(AMQPError) in try link.purge(queue) }
    }

    /// A queue that is not there counts as deleted.
    public func deleteQueue(_ queue: String) throws(AMQPError) {
        try ask { link throws(AMQPError) in try link.deleteQueue(queue) }
    }

    /// An exchange that is not there counts as deleted.
    public func deleteExchange(_ exchange: String) throws(AMQPError) {
        try ask { link throws(AMQPError) in try link.deleteExchange(exchange) }
    }

    /// Says goodbye; the next call would connect again.
    public func close() {
        link?.close()
        link = nil
    }

    /// A kept connection may have died unnoticed: that is no reason to fail, so the question is put once more on a
    /// fresh one. Each error ends the channel and therefore the connection.
    private func ask<T>(_ question: (BrokerLink) throws(AMQPError) -> T) throws(AMQPError) -> T {
        if let kept = link {
            do {
                return try question(kept)
            } catch {
                link = nil
                guard error.replyCode == nil || error.replyCode == 320, error.code != .invalid else { throw error }
            }
        }
        let fresh = try connect()
        let answer = try question(fresh)
        link = fresh
        return answer
    }

    private func connect() throws(AMQPError) -> BrokerLink {
        try config.validate()
        var last = AMQPError(.unreachable, "connecting")
        for node in config.nodes {
            do {
                return try BrokerLink.open(node, config, guardian: guardian)
            } catch {
                last = error
            }
        }
        throw last
    }
}
