import FrenchBusiness

/// Gathers the questions that arrive while a provider's turn is waited for, and asks them as one: a limit in calls is
/// none in companies.
actor BatchCaller {
    private struct Waiter {
        let id: UInt64
        let siren: SIREN
        let continuation: CheckedContinuation<[UInt8], any Error>
    }

    private let provider: any BatchProvider
    private let pacer: RatePacer
    private let caller: FreeCaller
    private var waiters: [Waiter] = []
    private var lastTicket: UInt64 = 0
    private var pump: Task<Void, Never>?

    init(_ provider: any BatchProvider, _ pacer: RatePacer, _ caller: FreeCaller) {
        self.provider = provider
        self.pacer = pacer
        self.caller = caller
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
        let provider = provider
        let single = sirens.count == 1 ? sirens.first : nil
        let answer = try await caller.send(provider.request(about: sirens), provider.question, about: single) {
            body throws(UnreadableReply) in (try provider.split(body, about: sirens), true)
        }
        if let answer { return answer }
        guard sirens.count > 1 else { throw ProviderError(provider: provider.name, reason: .unreadable) }
        let middle = sirens.count / 2
        try await pacer.turn()
        var bodies = try await bodies(about: Array(sirens[..<middle]))
        try await pacer.turn()
        bodies.merge(try await self.bodies(about: Array(sirens[middle...]))) { first, _ in first }
        return bodies
    }
}
