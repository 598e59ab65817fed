import Foundation
import FrenchBusiness
import Postgres

/// Writes down what became of each call to a provider: the ledger, the money, the kept reply and the provider's state.
struct Ledger: Sendable {
    let terms: ProviderTerms
    let database: PostgresPool
    let metrics: EnrichmentMetrics
    /// Of all providers.
    let answers: Answers

    /// After "too many" that does not say until when.
    private static let pause = Duration.seconds(5)
    /// How long a provider rests whose credits are used up or whose key is refused; `filon provider check` wakes it.
    private static let rest = Duration.seconds(3600)

    /// Takes the price and notes the call, in one transaction, before it leaves.
    /// - Returns: the reply that another look-up has paid for since this one began; nil: the call may leave.
    /// - Throws: ``ProviderError`` if there is no money left, or somebody is paying.
    func sendAhead(_ call: ProviderCall, _ asking: Asking) async throws -> CachedReply? {
        let provider = terms.name
        let (reply, refusal) = try await database.transaction { tx -> (CachedReply?, ProviderError.Reason?) in
            if let obstacle = try CallStore.sendAhead(call, isAsked: asking.isAsked, in: tx) {
                return (nil, obstacle == .underway ? .underway : .perhapsPaid)
            }
            // The row stands now: whoever paid before has kept the reply by this time.
            let wanted = ReplyStore.Wanted(siren: asking.siren, since: asking.since, validAt: call.at)
            let kept = try ReplyStore.fresh([wanted], [call.step], in: tx).flatMap(\.self)
            let ceiling = asking.step.perDayCents ?? 0
            if kept.isEmpty, try BudgetStore.take(call.priceCents, of: provider, atMost: ceiling, in: tx) {
                return (nil, nil)
            }
            try CallStore.takeBack(call, in: tx)
            if let reply = kept.first { return (reply, nil) }
            return (nil, .resting(.dayBudget, until: try BudgetStore.tomorrow(in: tx)))
        }
        if let refusal { throw ProviderError(provider: provider, reason: refusal) }
        return reply
    }

    func answered(_ call: ProviderCall, keeping reply: CachedReply?) async throws {
        guard call.priceCents > 0 else {
            metrics.called(call)
            return try await answers.write(Answers.Line(call: call, reply: reply, terms: terms))
        }
        try await write(call) { [terms] tx in
            try ReplyStore.keep([reply].compactMap(\.self), in: tx)
            try ProviderStateStore.succeeded(terms, in: tx)
        }
    }

    /// Keeps a share of an answer whose call was written already.
    func keep(_ reply: CachedReply) async throws {
        try await database.transaction { tx in try ReplyStore.keep([reply], in: tx) }
    }

    func noted(_ call: ProviderCall) async throws { try await write(call) { _ in } }

    func throttled(_ call: ProviderCall, for wait: Duration?) async throws {
        try await write(call) { [terms] tx in
            try ProviderStateStore.pause(terms, for: wait ?? Self.pause, in: tx)
        }
    }

    func failed(_ call: ProviderCall, _ error: String) async throws {
        try await write(call) { [terms] tx in try ProviderStateStore.failed(terms, error, in: tx) }
    }

    /// - Returns: until when nobody asks.
    func rests(_ call: ProviderCall, _ reason: ProviderError.Rest) async throws -> Date {
        try await write(call) { [terms] tx in try ProviderStateStore.rest(terms, reason, for: Self.rest, in: tx) }
        return call.at.addingTimeInterval(Double(Self.rest.components.seconds))
    }

    /// A paid call's row stands already; whatever was not charged after all is given back. In a task of its own, since
    /// what became of money is written although nobody waits for the answer any more.
    private func write(
        _ call: ProviderCall,
        _ body: @escaping @Sendable (isolated PostgresSession) throws -> Void
    ) async throws {
        metrics.called(call)
        let (provider, database) = (terms.name, database)
        try await Task {
            try await database.transaction { tx in
                if call.priceCents > 0 {
                    try CallStore.settle(call, in: tx)
                    try BudgetStore.giveBack(call.priceCents - call.costCents, to: provider, in: tx)
                } else {
                    try CallStore.append([call], in: tx)
                }
                try body(tx)
            }
        }.value
    }
}
