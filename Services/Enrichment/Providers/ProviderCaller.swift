import Contracts
import Foundation
import FrenchBusiness
import HTTPClient
import Postgres
import Threading

/// Asks one provider: waits for its turn, calls, writes the call into the ledger and keeps the reply.
struct ProviderCaller: Sendable {
    let provider: any Provider
    let terms: ProviderTerms
    let pacer: RatePacer
    let http: HTTPClient
    let database: PostgresPool
    let metrics: EnrichmentMetrics
    let timeout: Duration
    let now: @Sendable () -> Date

    /// Calls that one look-up makes when the provider answers "too many".
    private static let calls = 3
    /// After "too many" that does not say until when.
    private static let pause = Duration.seconds(5)

    /// - Throws: ``ProviderError``; `PostgresError`; `CancellationError`.
    func ask(about siren: SIREN) async throws -> Answer {
        guard !Rehearsal.isOn else { throw ProviderError(provider: terms.name, reason: .rehearsal) }
        for _ in 0..<Self.calls {
            try await pacer.turn()
            switch try await call(siren) {
            case .answered(let answer): return answer
            case .throttled: continue
            }
        }
        throw ProviderError(provider: terms.name, reason: .limited)
    }

    private enum Reply {
        case answered(Answer)
        case throttled
    }

    private func call(_ siren: SIREN) async throws -> Reply {
        var request = HTTPRequest(.get, provider.address(of: siren), trust: .operatorConfigured)
        request.headers.set("Accept", "application/json")
        request.deadline = timeout
        let start = ContinuousClock.now
        let began = now()
        var ledger = ProviderCall(provider: terms.name, siren: siren, at: began)
        do {
            let response = try await http.send(request)
            ledger.finish(response.status, after: ContinuousClock.now - start)
            return try await settle(response, siren, ledger)
        } catch let error as HTTPError {
            try Task.checkCancellation()
            ledger.finish(nil, after: ContinuousClock.now - start)
            try await failed(ledger)
            throw ProviderError(provider: terms.name, reason: .transport(error.description))
        }
    }

    private func settle(_ response: HTTPResponse, _ siren: SIREN, _ ledger: ProviderCall) async throws -> Reply {
        var ledger = ledger
        let isUnknown = response.status == 404 && provider.answersUnknownWith404
        switch response.status {
        case 200,
            404 where isUnknown:
            let findings: Findings
            do {
                findings = isUnknown ? .nothing : try provider.read(response.body, about: siren, at: now())
            } catch {
                try await failed(ledger)
                throw ProviderError(provider: terms.name, reason: .unreadable)
            }
            ledger.outcome = findings.isFound ? .found : .notFound
            return .answered(try await keep(response, findings, siren, ledger))
        case 429:
            ledger.outcome = .throttled
            let wait = response.retryAfter ?? Self.pause
            try await record(ledger) { [terms] tx in try ProviderStateStore.pause(terms, for: wait, in: tx) }
            return .throttled
        case 400, 422:  // about this question alone: says nothing of the provider's health
            ledger.outcome = .refused
            try await record(ledger) { _ in }
        default:
            try await failed(ledger)
        }
        throw ProviderError(provider: terms.name, reason: .status(response.status))
    }

    private func keep(
        _ response: HTTPResponse,
        _ findings: Findings,
        _ siren: SIREN,
        _ ledger: ProviderCall
    ) async throws -> Answer {
        // To the millisecond, so that an answer read back from the database is the answer that was given.
        let fetchedAt = WireDate.rounded(now())
        var findings = findings
        for index in findings.years.indices { findings.years[index].fetchedAt = fetchedAt }
        let reply = CachedReply(
            provider: terms.name,
            siren: siren,
            status: response.status,
            body: response.status == 200 ? provider.redacted(response.body) : [],
            fetchedAt: fetchedAt,
            validUntil: provider.validity(of: findings, from: fetchedAt)
        )
        try await record(ledger) { [terms] tx in
            try ReplyStore.keep(reply, in: tx)
            try ProviderStateStore.succeeded(terms, in: tx)
        }
        return Answer(provider: terms.name, fetchedAt: fetchedAt, findings: findings)
    }

    private func failed(_ ledger: ProviderCall) async throws {
        try await record(ledger) { [terms] tx in try ProviderStateStore.failed(terms, in: tx) }
    }

    private func record(
        _ ledger: ProviderCall,
        _ body: @Sendable (isolated PostgresSession) throws -> Void
    ) async throws {
        metrics.called(ledger)
        try await database.transaction { tx in
            try CallStore.append(ledger, in: tx)
            try body(tx)
        }
    }
}
