import Foundation
import Postgres

/// Lets calls to one provider through at its rate, shared by all replicas through the database.
///
/// Moments are reserved for a quarter of a second's calls at once, so that the database is asked about four times a
/// second at any rate. Moments lie a little further apart than the limit allows, and this replica's own calls are counted
/// besides: in no second are they more than the limit. While other replicas call too, a moment missed by more than
/// 20 ms is given up, since the next one may be theirs.
actor RatePacer {
    private struct Waiter {
        let id: UInt64
        let continuation: CheckedContinuation<ContinuousClock.Instant, any Error>
    }

    /// How late a call may start after its moment, alone and beside other replicas.
    private static let lateness = (alone: Duration.milliseconds(500), shared: Duration.milliseconds(20))
    /// Moments are reserved so long before the last ones pass: a busy machine wakes late.
    private static let lead = Duration.milliseconds(250)
    /// After another replica was seen, it is taken to be there for so long.
    private static let memory = Duration.seconds(3)

    private var terms: ProviderTerms
    private let database: PostgresPool
    private let metrics: EnrichmentMetrics
    private var clock = ServerClock()
    private var window: SlidingWindow
    /// The first moment after those that this replica reserved last, by the database's clock.
    private var reservedUntil: Date?
    private var sharedUntil = ContinuousClock.now
    private var waiters: [Waiter] = []
    private var lastTicket: UInt64 = 0
    private var pump: Task<Void, Never>?

    init(_ terms: ProviderTerms, database: PostgresPool, metrics: EnrichmentMetrics) {
        self.terms = terms
        self.database = database
        self.metrics = metrics
        window = SlidingWindow(limit: terms.steadyCalls, per: terms.period)
    }

    /// Returns when one call may be made.
    /// - Parameter perDay: calls a day at most, as the waterfall in force has it; nil: no ceiling.
    /// - Returns: the moment at which it was let through. A busy machine may resume the caller later.
    /// - Throws: ``ProviderError`` while the breaker is open or the provider asked for a long wait; `PostgresError`;
    ///   `CancellationError`.
    @discardableResult
    func turn(perDay: Int? = nil) async throws -> ContinuousClock.Instant {
        terms.perDay = perDay
        let start = ContinuousClock.now
        defer { metrics.waited(for: terms.name, ContinuousClock.now - start) }
        while true {
            let moment = try await reserved()
            try await Task.sleep(until: moment, tolerance: .zero, clock: .continuous)
            if let start = try await enter(from: moment) { return start }
        }
    }

    /// - Returns: when the call was let through; nil: too late after its moment.
    private func enter(from moment: ContinuousClock.Instant) async throws -> ContinuousClock.Instant? {
        while true {
            let now = ContinuousClock.now
            let lateness = now < sharedUntil ? Self.lateness.shared : Self.lateness.alone
            guard now <= moment + lateness else { return nil }
            guard let later = window.enter(at: now) else { return now }
            try await Task.sleep(until: later, tolerance: .zero, clock: .continuous)
        }
    }

    private func reserved() async throws -> ContinuousClock.Instant {
        lastTicket += 1
        let id = lastTicket
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                if Task.isCancelled { return continuation.resume(throwing: CancellationError()) }
                waiters.append(Waiter(id: id, continuation: continuation))
                if pump == nil { pump = Task { await self.reserve() } }
            }
        } onCancel: {
            Task { await self.withdraw(id) }
        }
    }

    private func withdraw(_ id: UInt64) {
        guard let index = waiters.firstIndex(where: { $0.id == id }) else { return }
        waiters.remove(at: index).continuation.resume(throwing: CancellationError())
    }

    /// Reserves moments as long as somebody waits.
    private func reserve() async {
        while !waiters.isEmpty {
            let count = min(waiters.count, terms.batch)
            do {
                switch try await ask(for: count) {
                case .granted(let first, let granted, let spacing): await hand(granted, from: first, spacing)
                case .refused(let reason): refuse(ProviderError(provider: terms.name, reason: reason))
                }
            } catch {
                refuse(error)
            }
        }
        pump = nil
    }

    private func hand(_ count: Int, from first: ContinuousClock.Instant, _ spacing: Duration) async {
        for index in 0..<count where !waiters.isEmpty {
            waiters.removeFirst().continuation.resume(returning: first + spacing * index)
        }
        let next = first + spacing * count - Self.lead
        if !waiters.isEmpty { try? await Task.sleep(until: next, tolerance: .zero, clock: .continuous) }
    }

    private func refuse(_ error: any Error) {
        let refused = waiters
        waiters = []
        for waiter in refused { waiter.continuation.resume(throwing: error) }
    }

    private enum Grant {
        case granted(first: ContinuousClock.Instant, count: Int, spacing: Duration)
        case refused(ProviderError.Reason)
    }

    private func ask(for count: Int) async throws -> Grant {
        let terms = terms
        // By the clock beside the question: waiting for a session would only blur it.
        let (asked, reservation, answered) = try await database.transaction { tx in
            let asked = ContinuousClock.now
            let reservation = try ProviderStateStore.reserve(count, of: terms, in: tx)
            return (asked, reservation, ContinuousClock.now)
        }
        clock.learn(serverTime: reservation.serverTime, asked: asked, answered: answered)
        metrics.breaker(of: terms.name, isOpen: reservation.breaker == .open)
        if reservation.breaker == .open { return .refused(.breakerOpen) }
        if let rest = reservation.rest { return .refused(.resting(rest.reason, until: rest.until)) }
        guard let first = reservation.first else { return .refused(.limited) }
        notice(reservation, from: first)
        return .granted(first: clock.instant(of: first), count: reservation.count, spacing: terms.spacing)
    }

    /// A gap between our own moments that is not idle time belongs to another replica.
    private func notice(_ reservation: ProviderStateStore.Reservation, from first: Date) {
        let gap = max(reservedUntil ?? .distantPast, reservation.serverTime).addingTimeInterval(0.002)
        if first > gap { sharedUntil = .now + Self.memory }
        let (seconds, attoseconds) = (terms.spacing * reservation.count).components
        reservedUntil = first.addingTimeInterval(Double(seconds) + Double(attoseconds) / 1e18)
    }
}
