import Contracts
import Foundation
import FrenchBusiness
import HTTPClient
import Threading

/// Asks for the notices of many companies at once.
struct NoticeReader: Sendable {
    private let caller: ProviderCaller
    private let watcher: any NoticeWatcher

    /// - Returns: nil where the provider is not asked, or answers about one company only.
    init?(_ caller: ProviderCaller?) {
        guard let caller, let watcher = caller.provider as? any NoticeWatcher else { return nil }
        self.caller = caller
        self.watcher = watcher
    }

    /// When something was published last about each of `sirens`, those with nothing new left out.
    /// - Throws: ``ProviderError``; `PostgresError`; `CancellationError`.
    func latest(of sirens: [SIREN], since: CivilDate) async throws -> [SIREN: CivilDate] {
        guard !Rehearsal.isOn, !sirens.isEmpty else { return [:] }
        try await caller.pacer.turn()
        var request = watcher.request(about: sirens, since: since)
        request.deadline = caller.timeout
        let start = ContinuousClock.now
        var call = ProviderCall(
            step: StepKey(provider: caller.terms.name, question: "watch"),
            siren: nil,
            at: caller.now()
        )
        do {
            let response = try await caller.http.send(request)
            call.finish(response.status, after: ContinuousClock.now - start)
            guard response.status == 200, let latest = watcher.latest(in: response.body, of: sirens) else {
                if response.status == 429 {
                    call.outcome = .throttled
                    try await caller.ledger.throttled(call, for: response.retryAfter)
                } else {
                    try await caller.ledger.failed(call, "status \(response.status)")
                }
                throw ProviderError(provider: caller.terms.name, reason: .status(response.status))
            }
            call.outcome = latest.isEmpty ? .notFound : .found
            try await caller.ledger.answered(call, keeping: nil)
            return latest
        } catch let failure as HTTPError {
            call.finish(nil, after: ContinuousClock.now - start)
            try await caller.ledger.failed(call, failure.description)
            throw ProviderError(provider: caller.terms.name, reason: .transport(failure.description))
        }
    }
}

/// A provider that tells of many SIRENs at once when something was published last.
protocol NoticeWatcher: Provider {
    func request(about sirens: [SIREN], since: CivilDate) -> HTTPRequest
    /// nil where `body` is not what the provider documents.
    func latest(in body: [UInt8], of sirens: [SIREN]) -> [SIREN: CivilDate]?
}
