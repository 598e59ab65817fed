/// Who has which session and who waits; its transitions say whom to wake, outside the lock.
struct PoolState {
    typealias Waiter = CheckedContinuation<PostgresSession, any Error>

    enum Enlisted {
        case waits
        case takes(PostgresSession)
        case refused(any Error)
    }

    enum Returned {
        case kept
        case next(Waiter)
        case end
    }

    private var idle: [PostgresSession]
    private var lent = 0
    private var waiters: [(ticket: UInt64, waiter: Waiter)] = []
    /// Refused before they had enlisted: their cancellation or limit came first.
    private var refused: [UInt64: any Error] = [:]
    private var pending: Set<UInt64> = []
    private var lastTicket: UInt64 = 0
    private var isClosed = false
    private var drained: [CheckedContinuation<Void, Never>] = []
    private let waitersMax: Int

    init(sessions: [PostgresSession], waitersMax: Int) {
        idle = sessions
        self.waitersMax = waitersMax
    }

    var waiting: Int { waiters.count }

    var inUse: Int { lent }

    /// A free session when nobody waits for one.
    mutating func take() throws(PostgresError) -> PostgresSession? {
        guard !isClosed else { throw PostgresError(.closed, "acquire") }
        guard waiters.isEmpty, let session = idle.popLast() else { return nil }
        lent += 1
        return session
    }

    mutating func nextTicket() -> UInt64 {
        lastTicket += 1
        pending.insert(lastTicket)
        return lastTicket
    }

    mutating func enlist(_ waiter: Waiter, _ ticket: UInt64) -> Enlisted {
        pending.remove(ticket)
        if let error = refused.removeValue(forKey: ticket) { return .refused(error) }
        do {
            if let session = try take() { return .takes(session) }
        } catch {
            return .refused(error)
        }
        guard waiters.count < waitersMax else {
            return .refused(PostgresError(.poolExhausted, "acquire", reason: "\(waitersMax) callers wait already"))
        }
        waiters.append((ticket, waiter))
        return .waits
    }

    /// The waiter to refuse, if it still waits.
    mutating func withdraw(_ ticket: UInt64, _ error: any Error) -> Waiter? {
        if pending.contains(ticket) { refused[ticket] = error }
        guard let index = waiters.firstIndex(where: { $0.ticket == ticket }) else { return nil }
        return waiters.remove(at: index).waiter
    }

    mutating func giveBack(_ session: PostgresSession) -> Returned {
        guard !isClosed else { return .end }
        guard waiters.isEmpty else { return .next(waiters.removeFirst().waiter) }
        lent -= 1
        idle.append(session)
        return .kept
    }

    mutating func close() -> (waiters: [Waiter], idle: [PostgresSession]) {
        isClosed = true
        defer {
            waiters = []
            idle = []
        }
        return (waiters.map(\.waiter), idle)
    }

    /// A lent session has ended after ``close()``; whom to tell that it was the last.
    mutating func ended() -> [CheckedContinuation<Void, Never>] {
        lent -= 1
        guard lent == 0 else { return [] }
        defer { drained = [] }
        return drained
    }

    /// True when nothing is lent; else `continuation` is kept until then.
    mutating func whenDrained(_ continuation: CheckedContinuation<Void, Never>) -> Bool {
        if lent > 0 { drained.append(continuation) }
        return lent == 0
    }
}
