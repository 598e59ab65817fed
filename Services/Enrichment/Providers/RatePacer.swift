import Foundation
import Postgres

/// Lets calls to one provider through at its rate, shared by all replicas through the database.
///
/// Moments are reserved for a quarter of a second's calls at once, so that the database is asked about four times a
/// second at any rate. Moments lie 3 % further apart than the limit allows and a moment missed by more than 20 ms is
/// given up: of any window of a second, what jitter remains stays within the limit.
actor RatePacer {
    private struct Waiter {
        let id: UInt64
        let continuation: CheckedContinuation<ContinuousClock.Instant, any Error>
    }

    /// How late a call may start after its moment.
    private static let lateness = Duration.milliseconds(20)
    /// Moments are reserved so long before the last ones pass.
    private static let lead = Duration.milliseconds(30)

    private let terms: ProviderTerms
    private let database: PostgresPool
    private let metrics: EnrichmentMetrics
    private var clock = ServerClock()
    private var waiters: [Waiter] = []
    private var lastTicket: UInt64 = 0
    private var pump: Task<Void, Never>?

    init(_ terms: ProviderTerms, database: PostgresPool, metrics: EnrichmentMetrics) {
        self.terms = terms
        self.database = database
        self.metrics = metrics
    }

    /// Returns when one call may be made.
    /// - Throws: ``ProviderError`` while the breaker is open or the provider asked for a long wait; `PostgresError`;
    ///   `CancellationError`.
    func turn() async throws {
        let start = ContinuousClock.now
        defer { metrics.waited(for: terms.name, ContinuousClock.now - start) }
        while true {
            let moment = try await reserved()
            try await Task.sleep(until: moment, tolerance: .zero, clock: .continuous)
            if ContinuousClock.now <= moment + Self.lateness { return }
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
            let count = min(waiters.count, max(1, terms.perSecond / 4))
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
        let (terms, asked) = (terms, ContinuousClock.now)
        let reservation = try await database.transaction { tx in
            try ProviderStateStore.reserve(count, of: terms, in: tx)
        }
        clock.learn(serverTime: reservation.serverTime, asked: asked, answered: ContinuousClock.now)
        metrics.breaker(of: terms.name, isOpen: reservation.breaker == .open)
        if reservation.breaker == .open { return .refused(.breakerOpen) }
        guard let first = reservation.first else { return .refused(.limited) }
        return .granted(first: clock.instant(of: first), count: reservation.count, spacing: terms.spacing)
    }
}
