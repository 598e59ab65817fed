import Synchronization
import Telemetry

/// A fixed number of sessions, lent in the order of asking.
public final class PostgresPool: Sendable {
    /// Sessions that may be lent.
    public let size: Int
    public let meter = PoolMeter()
    private let config: PostgresConfig
    private let state: Mutex<PoolState>
    private let reachable = Mutex(false)

    /// - Parameter size: sessions at most; each opens with its first use.
    public init(_ config: PostgresConfig, size: Int) {
        precondition(size > 0, "a pool needs a session")
        self.size = size
        self.config = config
        state = Mutex(
            PoolState(sessions: (0..<size).map { _ in PostgresSession(config) }, waitersMax: config.waitersMax)
        )
    }

    /// Whether the last call that could tell reached a server; false before the first.
    public var isReachable: Bool { reachable.withLock { $0 } }

    /// How many callers wait for a session now.
    public var waiting: Int { state.withLock { $0.waiting } }

    /// Sessions lent now.
    public var inUse: Int { state.withLock { $0.inUse } }

    /// Asks the server, connecting if need be; its answer is ``isReachable``'s too.
    public func ping() async -> Bool {
        (try? await transaction { tx in _ = try tx.query("SELECT 1") }) != nil
    }

    /// ``PostgresSession/transaction(settings:isolation:_:)`` on the next free session.
    @discardableResult
    public func transaction<T: Sendable>(
        settings: [String: String] = [:],
        isolation: Isolation = .readCommitted,
        _ body: @Sendable (isolated PostgresSession) throws -> T
    ) async throws -> T {
        try await withSession { session in
            try await session.transaction(settings: settings, isolation: isolation, body)
        }
    }

    /// Lends one session for the time of `body`, for what outlasts a transaction.
    public func withSession<T: Sendable>(_ body: (PostgresSession) async throws -> T) async throws -> T {
        let session = try await acquire()
        do {
            let value = try await body(session)
            reachable.withLock { $0 = true }
            await giveBack(session)
            return value
        } catch {
            note(error)
            await giveBack(session)
            throw error
        }
    }

    /// Refuses new callers and those that wait, lets the others finish and ends every session.
    public func close() async {
        let (waiters, idle) = state.withLock { $0.close() }
        for waiter in waiters { waiter.resume(throwing: PostgresError(.closed, "acquire")) }
        for session in idle { await session.close() }
        await withCheckedContinuation { continuation in
            let isDone = state.withLock { $0.whenDrained(continuation) }
            if isDone { continuation.resume() }
        }
    }

    private func note(_ error: any Error) {
        guard let error = error as? PostgresError else { return }
        switch error.code {
        case .unreachable, .connectionLost, .commitUnknown, .timeout: reachable.withLock { $0 = false }
        case .statement: reachable.withLock { $0 = true }
        default: break
        }
    }

    private func giveBack(_ session: PostgresSession) async {
        switch state.withLock({ $0.giveBack(session) }) {
        case .kept: break
        case .next(let waiter): waiter.resume(returning: session)
        case .end:
            await session.close()
            state.withLock { $0.ended() }.forEach { $0.resume() }
        }
    }
}

extension PostgresPool {
    private func acquire() async throws -> PostgresSession {
        try Task.checkCancellation()
        if let session = try state.withLock({ state throws(PostgresError) in try state.take() }) {
            meter.waits.observeNothing()
            return session
        }
        let start = ContinuousClock.now
        do {
            let session = try await wait(since: start)
            meter.waits.observe(.now - start)
            return session
        } catch {
            if (error as? PostgresError)?.code == .poolExhausted { meter.refusals.add(1) }
            throw error
        }
    }

    private func wait(since start: ContinuousClock.Instant) async throws -> PostgresSession {
        let ticket = state.withLock { $0.nextTicket() }
        // The limit runs beside the wait and costs nothing to callers that find a session free.
        let limit = Task { [config] in
            try await Task.sleep(for: config.acquireTimeout)
            let waited = (ContinuousClock.now - start).milliseconds
            self.refuse(ticket, PostgresError(.poolExhausted, "acquire", reason: "waited \(waited) ms for a session"))
        }
        defer { limit.cancel() }
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                switch state.withLock({ $0.enlist(continuation, ticket) }) {
                case .waits: break
                case .takes(let session): continuation.resume(returning: session)
                case .refused(let error): continuation.resume(throwing: error)
                }
            }
        } onCancel: {
            refuse(ticket, CancellationError())
        }
    }

    private func refuse(_ ticket: UInt64, _ error: any Error) {
        state.withLock { $0.withdraw(ticket, error) }?.resume(throwing: error)
    }
}
