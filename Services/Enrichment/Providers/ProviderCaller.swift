import Contracts
import Foundation
import FrenchBusiness
import HTTPClient
import Postgres
import Threading

/// Asks one provider one question: waits for its turn, writes a paid call ahead, calls, writes the ledger and keeps
/// the reply.
struct ProviderCaller: Sendable {
    let provider: any Provider
    let terms: ProviderTerms
    let pacer: RatePacer
    let sessions: SessionKeeper?
    let gate: (any PageGate)?
    /// Where the provider answers many questions at once.
    let batch: BatchCaller?
    let http: HTTPClient
    let ledger: Ledger
    let timeout: Duration
    let now: @Sendable () -> Date

    /// Calls that one look-up makes when the provider answers "too many", or takes a session no longer.
    private static let calls = 3

    var key: StepKey { StepKey(provider: terms.name, question: provider.question) }

    /// - Throws: ``ProviderError``; `PostgresError`; `CancellationError`.
    func ask(_ asking: Asking) async throws -> Answer {
        guard !Rehearsal.isOn else { throw error(.rehearsal) }
        guard asking.step.priceCents <= asking.allowance else { throw error(.companyBudget) }
        if let batch { return try await answer(asking, from: batch) }
        var address: String?
        var asked: Set<String> = []
        for _ in 0..<Self.calls {
            try await pacer.turn(perDay: asking.step.perDayCalls)
            switch try await call(asking, at: address) {
            case .answer(let answer): return answer
            case .part(let body, let questions): return try await complete(body, questions, asking)
            case .again: continue
            case .elsewhere(let next):
                // A site that leads us in a circle has no answer.
                guard asked.insert(next).inserted else { throw error(.unreadable) }
                address = next
            }
        }
        throw error(.limited)
    }

    private func answer(_ asking: Asking, from batch: BatchCaller) async throws -> Answer {
        let body = try await batch.body(about: asking.siren)
        let fetchedAt = WireDate.rounded(now())
        guard let findings = try? provider.read(body, about: asking.siren, at: fetchedAt) else {
            throw error(.unreadable)
        }
        try await ledger.keep(reply(findings, 200, body, asking, at: fetchedAt))
        return Answer(provider: terms.name, fetchedAt: fetchedAt, findings: findings)
    }

    /// What one call came to.
    private enum Turn {
        case answer(Answer)
        /// What it leaves out is asked for.
        case part([UInt8], [HTTPRequest])
        /// It asked to wait, or wants a new session.
        case again
        case elsewhere(String)
    }

    /// - Parameter address: where the provider led to; nil: the question itself.
    private func call(_ asking: Asking, at address: String?) async throws -> Turn {
        var request = provider.request(about: asking.siren)
        if let address { request.url = address }
        request.deadline = timeout
        let session = try await sessions?.session()
        if let session { provider.login?.authorise(&request, with: session) }
        if let gate {
            guard try await gate.admits(request.url) else { throw error(.disallowed) }
            request.mayFollow = try await gate.follows()
        }
        let isPaid = asking.step.priceCents > 0
        // What costs money goes over a fresh connection, so that nothing below sends it a second time.
        if isPaid { request.isRepeatable = false }
        let start = ContinuousClock.now
        var call = ProviderCall(step: key, siren: asking.siren, at: now(), priceCents: asking.step.priceCents)
        if isPaid, let reply = try await ledger.sendAhead(call, asking) { return .answer(try read(reply)) }
        let response: HTTPResponse
        do {
            response = try await http.send(request)
        } catch let failure {
            call.finish(nil, after: ContinuousClock.now - start)
            call.outcome = isPaid && failure.perhapsSent ? .perhapsPaid : .failed
            // Cancelled or not, what became of the money is written.
            try await ledger.failed(call, failure.description)
            try Task.checkCancellation()
            if gate != nil, failure.code == .refusedRedirect { throw error(.disallowed) }
            throw error(call.outcome == .perhapsPaid ? .perhapsPaid : .transport(failure.description))
        }
        call.finish(response.status, after: ContinuousClock.now - start)
        return try await settle(response, asking, call, session)
    }

    /// A kept reply as an answer; read again, so that what this version understands better counts at once.
    /// - Throws: ``ProviderError`` if this version cannot read it.
    func read(_ reply: CachedReply) throws -> Answer {
        var findings = Findings.nothing
        if !reply.body.isEmpty {
            guard let read = try? provider.read(reply.body, about: reply.siren, at: reply.fetchedAt) else {
                throw error(.unreadable)
            }
            findings = read
        }
        return Answer(provider: terms.name, fetchedAt: reply.fetchedAt, findings: findings)
    }

    private func settle(
        _ response: HTTPResponse,
        _ asking: Asking,
        _ call: ProviderCall,
        _ session: ProviderSession?
    ) async throws -> Turn {
        var call = call
        switch provider.verdict(on: response, about: asking.siren, at: now()) {
        case .found(let findings):
            call.outcome = findings.isFound ? .found : .notFound
            let detailed = provider as? any DetailedProvider
            let questions = detailed?.details(missingIn: response.body, about: asking.siren) ?? []
            guard questions.isEmpty else {
                try await ledger.answered(call, keeping: nil)
                return .part(response.body, questions)
            }
            return .answer(try await answer(findings, response, asking, call, isWhole: true))
        case .partial(let findings):
            call.outcome = .partial
            return .answer(try await answer(findings, response, asking, call, isWhole: false))
        case .throttled:
            call.outcome = .throttled
            try await ledger.throttled(call, for: response.retryAfter)
            return .again
        case .expiredSession:
            call.outcome = .refused
            try await ledger.noted(call)
            guard let session, let sessions else { throw error(.status(response.status)) }
            try await sessions.refused(session)
            return .again
        case .leadsTo(let address):
            call.outcome = .notFound
            try await ledger.noted(call)
            return .elsewhere(address)
        case .noCredits:
            call.outcome = .noCredits
            throw error(.resting(.noCredits, until: try await ledger.rests(call, .noCredits)))
        case .badKey:
            call.outcome = .badKey
            throw error(.resting(.badKey, until: try await ledger.rests(call, .badKey)))
        case .refused:  // says nothing of the provider's health
            call.outcome = .refused
            try await ledger.noted(call)
            throw error(.status(response.status))
        case .unreadable:
            call.outcome = call.priceCents > 0 ? .unreadable : .failed
            try await ledger.failed(call, "an unreadable reply")
            throw error(.unreadable)
        case .failed:
            call.outcome = .failed
            try await ledger.failed(call, "status \(response.status)")
            throw error(.status(response.status))
        }
    }

    private func answer(
        _ findings: Findings,
        _ response: HTTPResponse,
        _ asking: Asking,
        _ call: ProviderCall,
        isWhole: Bool
    ) async throws -> Answer {
        // To the millisecond, so that an answer read back from the database is the answer that was given.
        let fetchedAt = WireDate.rounded(now())
        var findings = findings
        for index in findings.years.indices { findings.years[index].fetchedAt = fetchedAt }
        let reply = reply(findings, response.status, response.body, asking, at: fetchedAt)
        try await ledger.answered(call, keeping: isWhole ? reply : nil)
        return Answer(provider: terms.name, fetchedAt: fetchedAt, findings: findings, costCents: call.costCents)
    }

    /// Asks for what an answer left out, and reads and keeps both as one.
    private func complete(_ body: [UInt8], _ questions: [HTTPRequest], _ asking: Asking) async throws -> Answer {
        let caller = FreeCaller(ledger: ledger, http: http, timeout: timeout, now: now)
        var details: [[UInt8]] = []
        for question in questions {
            try await pacer.turn(perDay: asking.step.perDayCalls)
            var request = question
            if let session = try await sessions?.session() { provider.login?.authorise(&request, with: session) }
            let detail = try await caller.send(request, key.question + "_detail", about: asking.siren, missing: []) {
                body throws(UnreadableReply) in (body, true)
            }
            // One that was withdrawn meanwhile is left out.
            if !detail.isEmpty { details.append(detail) }
        }
        let fetchedAt = WireDate.rounded(now())
        guard let detailed = provider as? any DetailedProvider,
            let whole = try? detailed.completed(body, with: details, about: asking.siren),
            let findings = try? provider.read(whole, about: asking.siren, at: fetchedAt)
        else { throw error(.unreadable) }
        try await ledger.keep(reply(findings, 200, whole, asking, at: fetchedAt))
        return Answer(provider: terms.name, fetchedAt: fetchedAt, findings: findings)
    }

    private func reply(
        _ findings: Findings,
        _ status: Int,
        _ body: [UInt8],
        _ asking: Asking,
        at fetchedAt: Date
    ) -> CachedReply {
        CachedReply(
            step: key,
            siren: asking.siren,
            status: status,
            body: findings.isFound ? provider.redacted(body) : [],
            fetchedAt: fetchedAt,
            validUntil: asking.lifetimes.end(of: provider.lifetime(of: findings), from: fetchedAt)
        )
    }

    private func error(_ reason: ProviderError.Reason) -> ProviderError {
        ProviderError(provider: terms.name, reason: reason)
    }
}
