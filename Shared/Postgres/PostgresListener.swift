import CPostgres
import Glibc
import Synchronization
import Threading

/// Hears NOTIFY on a connection and a thread of its own.
///
/// A notification is a hint, not a record: PostgreSQL forgets those sent while nobody listens. After
/// ``Notification/reconnected`` the reader must look at its tables itself.
public final class PostgresListener: Sendable {
    public enum Notification: Sendable, Equatable {
        case message(channel: String, payload: String)
        /// Listening began, began again, or notifications were dropped because the reader was slow.
        case reconnected
    }

    /// The stream of what was heard, for one reader; at most 1000 wait, older ones are dropped.
    public let notifications: AsyncStream<Notification>
    private let output: AsyncStream<Notification>.Continuation
    private let config: PostgresConfig
    private let channels: [String]
    /// The reading end of a pipe; a byte in it ends the thread's sleep.
    private let bell: Int32
    private let bellRope: Int32
    private let stopped = Atomic(false)

    public init(_ config: PostgresConfig, channels: [String]) {
        self.config = config
        self.channels = channels
        var ends: [Int32] = [-1, -1]
        precondition(pipe(&ends) == 0, "no file descriptor to be had")
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        (bell, bellRope) = (ends[0], ends[1])
        (notifications, output) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1000))
        let loop = ListenerLoop(self)
        output.onTermination = { [weak self] _ in self?.close() }
        DetachedThread.start(name: "pg-listener") { loop.run() }
    }

    deinit {
        Glibc.close(bell)
        Glibc.close(bellRope)
    }

    /// Ends the stream and the connection.
    public func close() {
        guard !stopped.exchange(true, ordering: .acquiringAndReleasing) else { return }
        _ = Glibc.write(bellRope, "x", 1)
        output.finish()
    }
}

/// What the listener's thread does; it keeps the listener until ``PostgresListener/close()``.
private struct ListenerLoop: Sendable {
    let listener: PostgresListener

    init(_ listener: PostgresListener) {
        self.listener = listener
    }

    func run() {
        var backoff = Backoff(ceiling: .seconds(5))
        while !listener.isStopped {
            do {
                let connection = try listener.connect()
                backoff = Backoff(ceiling: .seconds(5))
                listener.emit(.reconnected)
                while !listener.isStopped { try listener.hear(connection) }
            } catch {
                listener.rest(backoff.next())
            }
        }
    }
}

extension PostgresListener {
    fileprivate var isStopped: Bool { stopped.load(ordering: .acquiring) }

    fileprivate func connect() throws -> Connection {
        let connection = try Connection.open(config, until: .now + config.connectTimeout)
        try connection.enterPipeline()
        for channel in channels {
            guard let quoted = PQescapeIdentifier(connection.raw, channel, channel.utf8.count) else {
                throw connection.lost("listen")
            }
            defer { PQfreemem(quoted) }
            try connection.send(control: "LISTEN " + String(cString: quoted), "listen")
        }
        _ = try connection.roundTrip(keeping: 0)
        return connection
    }

    /// Waits for the server's next word and passes on what it brought; asks whether it lives after 30 s of silence.
    fileprivate func hear(_ connection: Connection) throws(PostgresError) {
        while let raw = PQnotifies(connection.raw) {
            defer { PQfreemem(raw) }
            emit(.message(channel: String(cString: raw.pointee.relname), payload: String(cString: raw.pointee.extra)))
        }
        var waits = [
            pollfd(fd: PQsocket(connection.raw), events: Int16(POLLIN), revents: 0),
            pollfd(fd: bell, events: Int16(POLLIN), revents: 0),
        ]
        let ready = poll(&waits, 2, 30_000)
        if ready == 0 {
            try connection.send(control: "SELECT 1", "listen")
            _ = try connection.roundTrip(keeping: 0)
        }
        guard connection.isAlive() else { throw connection.lost("listen") }
    }

    fileprivate func emit(_ notification: Notification) {
        guard case .dropped = output.yield(notification) else { return }
        output.yield(.reconnected)
    }

    fileprivate func rest(_ pause: Duration) {
        var wait = pollfd(fd: bell, events: Int16(POLLIN), revents: 0)
        _ = poll(&wait, 1, Int32(clamping: pause.milliseconds))
    }
}
