import CRabbitMQ
import Glibc

/// One connection with its one channel. Confined to the thread that opened it: librabbitmq shares nothing between
/// threads. Every failing call leaves it unusable; the owner drops it and opens another.
final class BrokerLink {
    static let channel: amqp_channel_t = 1
    /// The broker's default; headers must fit one frame, bodies are split.
    static let frameMaximum = 131_072

    let raw: amqp_connection_state_t
    let encoder = FieldEncoder()
    let writeTimeout: Duration
    private let guardian: SocketGuard
    private var isOpen = false
    private var framesSinceRelease = 0

    /// Neither connected nor logged in yet: see ``open(_:_:_:)``.
    init(_ config: AMQPConfig, guardian: SocketGuard) throws(AMQPError) {
        guard let raw = amqp_new_connection() else { throw AMQPError(.unreachable, "allocating a connection") }
        self.raw = raw
        self.guardian = guardian
        writeTimeout = config.writeTimeout
    }

    deinit {
        guardian.closing()
        amqp_destroy_connection(raw)
    }

    var descriptor: Int32 { amqp_get_sockfd(raw) }

    func opened() {
        isOpen = true
        guardian.opened(descriptor)
    }

    /// Says goodbye if the broker still listens; bounded by the RPC timeout and whoever holds the guard.
    func close() {
        guard isOpen else { return }
        isOpen = false
        amqp_connection_close(raw, AMQP_REPLY_SUCCESS)
    }

    /// The next frame, or nil once nothing more has arrived. Also sends and checks heartbeats, so it must be called
    /// at least every quarter of the heartbeat; and until nil before the socket is polled, because the library and
    /// OpenSSL hold back bytes that `poll` cannot see.
    func nextFrame() throws(AMQPError) -> InboundFrame? {
        if framesSinceRelease >= 64 { releaseBuffers() }
        var frame = amqp_frame_t()
        var now = timeval()
        let status = amqp_simple_wait_frame_noblock(raw, &frame, &now)
        if status == AMQP_STATUS_TIMEOUT.rawValue {
            releaseBuffers()
            return nil
        }
        try check(status, "reading")
        framesSinceRelease += 1
        return InboundFrame(&frame)
    }

    /// Everything decoded so far has been copied; the pools may be used again.
    private func releaseBuffers() {
        amqp_maybe_release_buffers(raw)
        framesSinceRelease = 0
    }

    /// Runs a burst of writes corked, so that many small frames leave in few packets, and watched, so that a broker
    /// that stopped reading cannot hold this thread.
    func burst(_ write: () throws(AMQPError) -> Void) throws(AMQPError) {
        let token = Watchdog.shared.arm(.now + writeTimeout) { [guardian] in guardian.sever() }
        cork(true)
        defer {
            cork(false)
            Watchdog.shared.disarm(token)
        }
        try write()
    }

    private func cork(_ on: Bool) {
        var value: Int32 = on ? 1 : 0
        setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_CORK, &value, socklen_t(MemoryLayout<Int32>.size))
    }

    func check(_ status: Int32, _ operation: String) throws(AMQPError) {
        guard status < 0 else { return }
        throw AMQPError(library: status, operation)
    }

    /// For calls whose answer the library keeps for us.
    func checkReply(_ operation: String) throws(AMQPError) {
        try check(amqp_get_rpc_reply(raw), operation)
        amqp_maybe_release_buffers(raw)
    }

    func check(_ reply: amqp_rpc_reply_t, _ operation: String) throws(AMQPError) {
        if let error = AMQPError(reply, operation) { throw error }
    }
}
