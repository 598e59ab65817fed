import Contracts
import Foundation
import FrenchBusiness
import HTTPClient
import Threading

/// Makes a call that costs nothing and whose answer is not kept as one SIREN's: about many companies at once, about
/// news, or about a name. Sent once; what became of it stands in the ledger.
struct FreeCaller: Sendable {
    let ledger: Ledger
    let http: HTTPClient
    let timeout: Duration
    let now: @Sendable () -> Date

    private var provider: String { ledger.terms.name }

    /// - Parameters:
    ///   - question: as the ledger names it.
    ///   - missing: what an answer of status 404 says; nil: that the address is wrong.
    ///   - read: what an answer of status 200 says, and whether that is anything.
    /// - Throws: ``ProviderError``; `PostgresError`; `CancellationError`.
    func send<Value>(
        _ request: HTTPRequest,
        _ question: String,
        about siren: SIREN? = nil,
        company: CompanyID? = nil,
        missing: Value? = nil,
        read: ([UInt8]) throws(UnreadableReply) -> (value: Value, isFound: Bool)
    ) async throws -> Value {
        guard !Rehearsal.isOn else { throw error(.rehearsal) }
        var request = request
        request.deadline = timeout
        let start = ContinuousClock.now
        let step = StepKey(provider: provider, question: question)
        var call = ProviderCall(step: step, siren: siren, company: company, at: now())
        let response: HTTPResponse
        do {
            response = try await http.send(request)
        } catch let failure {
            try Task.checkCancellation()
            call.finish(nil, after: ContinuousClock.now - start)
            try await ledger.failed(call, failure.description)
            throw error(.transport(failure.description))
        }
        call.finish(response.status, after: ContinuousClock.now - start)
        switch response.status {
        case 200:
            guard let answer = try? read(response.body) else {
                try await ledger.failed(call, "an unreadable reply")
                throw error(.unreadable)
            }
            call.outcome = answer.isFound ? .found : .notFound
            try await ledger.answered(call, keeping: nil)
            return answer.value
        case 429:
            call.outcome = .throttled
            try await ledger.throttled(call, for: response.retryAfter)
            throw error(.limited)
        case 400, 422:  // about this question alone
            call.outcome = .refused
            try await ledger.noted(call)
            throw error(.status(response.status))
        case 404 where missing != nil:
            call.outcome = .notFound
            try await ledger.noted(call)
            guard let missing else { throw error(.status(404)) }
            return missing
        default:
            try await ledger.failed(call, "status \(response.status)")
            throw error(.status(response.status))
        }
    }

    private func error(_ reason: ProviderError.Reason) -> ProviderError {
        ProviderError(provider: provider, reason: reason)
    }
}
