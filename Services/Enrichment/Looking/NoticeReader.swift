import FrenchBusiness
import HTTPClient
import Threading

/// Asks for the notices of many companies at once.
struct NoticeReader: Sendable {
    private let pacer: RatePacer
    private let caller: FreeCaller
    private let watcher: any NoticeWatcher

    /// - Returns: nil where the provider is not asked, or answers about one company only.
    init?(_ asked: ProviderCaller?) {
        guard let asked, let watcher = asked.provider as? any NoticeWatcher else { return nil }
        self.watcher = watcher
        pacer = asked.pacer
        caller = FreeCaller(ledger: asked.ledger, http: asked.http, timeout: asked.timeout, now: asked.now)
    }

    /// When something was published last about each of `sirens`, those with nothing new left out.
    /// - Throws: ``ProviderError``; `PostgresError`; `CancellationError`.
    func latest(of sirens: [SIREN], since: CivilDate) async throws -> [SIREN: CivilDate] {
        guard !Rehearsal.isOn, !sirens.isEmpty else { return [:] }
        try await pacer.turn()
        let request = watcher.request(about: sirens, since: since)
        return try await caller.send(request, "watch") { body throws(UnreadableReply) in
            let latest = try watcher.latest(in: body, of: sirens)
            return (latest, !latest.isEmpty)
        }
    }
}

/// A provider that tells of many SIRENs at once when something was published last.
protocol NoticeWatcher: Provider {
    func request(about sirens: [SIREN], since: CivilDate) -> HTTPRequest
    /// - Throws: ``UnreadableReply`` if `body` is not what the provider documents.
    func latest(in body: [UInt8], of sirens: [SIREN]) throws(UnreadableReply) -> [SIREN: CivilDate]
}
