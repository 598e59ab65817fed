import Contracts
import Foundation
import FrenchBusiness
import HTTPClient
import Postgres

/// Gathers the questions that arrive while a provider's turn is waited for, and asks them as one: a limit in calls is
/// none in companies.
actor BatchCaller {
    private struct Waiter {
        let id: UInt64
        let siren: SIREN
        let continuation: CheckedContinuation<[UInt8], any Error>
    }

    private let provider: any BatchProvider
    private let terms: ProviderTerms
    private let pacer: RatePacer
    private let http: HTTPClient
    private let ledger: Ledger
    private let timeout: Duration
    private let now: @Sendable () -> Date
    private var waiters: [Waiter] = []
    private var lastTicket: UInt64 = 0
    private var pump: Task<Void, Never>?

    init(
        _ provider: any BatchProvider,
        _ terms: ProviderTerms,
        _ pacer: RatePacer,
        http: HTTPClient,
        ledger: Ledger,
        timeout: Duration,
        now: @escaping @Sendable () -> Date
    ) {
        self.provider = provider
        self.terms = terms
        self.pacer = pacer
        self.http = http
        self.ledger = ledger
        self.timeout = timeout
        self.now = now
    }

    /// The answer's body about one company.
    /// - Throws: ``ProviderError``; `PostgresError`; `CancellationError`.
    func body(about siren: SIREN) async throws -> [UInt8] {
        lastTicket += 1
        let id = lastTicket
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                if Task.isCancelled { return continuation.resume(throwing: CancellationError()) }
                waiters.append(Waiter(id: id, siren: siren, continuation: continuation))
                if pump == nil { pump = Task { await self.run() } }
            }
        } onCancel: {
            Task { await self.withdraw(id) }
        }
    }

    private func withdraw(_ id: UInt64) {
        guard let index = waiters.firstIndex(where: { $0.id == id }) else { return }
        waiters.remove(at: index).continuation.resume(throwing: CancellationError())
    }

    /// Asks as long as somebody waits.
    private func run() async {
        while !waiters.isEmpty {
            do {
                try await pacer.turn()
                let batch = Array(waiters.prefix(provider.batchLimit))
                waiters.removeFirst(batch.count)
                await ask(batch)
            } catch {
                let refused = waiters
                waiters = []
                for waiter in refused { waiter.continuation.resume(throwing: error) }
            }
        }
        pump = nil
    }

    private func ask(_ batch: [Waiter]) async {
        guard !batch.isEmpty else { return }
        do {
            let bodies = try await bodies(about: Set(batch.map(\.siren)).sorted())
            for waiter in batch { waiter.continuation.resume(returning: bodies[waiter.siren] ?? []) }
        } catch {
            for waiter in batch { waiter.continuation.resume(throwing: error) }
        }
    }

    /// One call; a part of an answer is asked for again in halves.
    private func bodies(about sirens: [SIREN]) async throws -> [SIREN: [UInt8]] {
        let response = try await send(sirens)
        do throws(UnreadableReply) {
            return try provider.split(response.body, about: sirens)
        } catch {
            guard sirens.count > 1 else { throw ProviderError(provider: terms.name, reason: .unreadable) }
        }
        let middle = sirens.count / 2
        try await pacer.turn()
        var bodies = try await bodies(about: Array(sirens[..<middle]))
        try await pacer.turn()
        bodies.merge(try await self.bodies(about: Array(sirens[middle...]))) { first, _ in first }
        return bodies
    }

    private func send(_ sirens: [SIREN]) async throws -> HTTPResponse {
        var request = provider.request(about: sirens)
        request.deadline = timeout
        let start = ContinuousClock.now
        let step = StepKey(provider: terms.name, question: provider.question)
        var call = ProviderCall(step: step, siren: sirens.count == 1 ? sirens.first : nil, at: now())
        do {
            let response = try await http.send(request)
            call.finish(response.status, after: ContinuousClock.now - start)
            switch response.status {
            case 200:
                call.outcome = .found
                try await ledger.answered(call, keeping: nil)
                return response
            case 429:
                call.outcome = .throttled
                try await ledger.throttled(call, for: response.retryAfter)
                throw ProviderError(provider: terms.name, reason: .limited)
            default:
                try await ledger.failed(call, "status \(response.status)")
                throw ProviderError(provider: terms.name, reason: .status(response.status))
            }
        } catch let failure as HTTPError {
            call.finish(nil, after: ContinuousClock.now - start)
            try await ledger.failed(call, failure.description)
            throw ProviderError(provider: terms.name, reason: .transport(failure.description))
        }
    }
}
