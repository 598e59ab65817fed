import Foundation
import FrenchBusiness
import HTTPClient
import Postgres
import Threading

/// Opens and keeps the session of a provider that wants a login; one for all replicas, since logins are limited.
struct SessionKeeper: Sendable {
    let terms: ProviderTerms
    let login: any ProviderLogin
    let http: HTTPClient
    let database: PostgresPool
    let timeout: Duration
    let now: @Sendable () -> Date

    /// How often it is looked whether another replica's login has ended.
    private static let glance = Duration.milliseconds(200)
    private static let glances = 60
    /// A password that was refused is not tried again for so long: logins in a row end in a ban.
    private static let penance = Duration.seconds(600)

    private var provider: String { terms.name }

    /// - Throws: ``ProviderError`` if no session comes about; `PostgresError`; `CancellationError`.
    func session() async throws -> ProviderSession {
        for _ in 0..<Self.glances {
            let moment = now()
            let place = try await database.transaction { [provider] tx in
                try SessionStore.place(of: provider, at: moment, in: tx)
            }
            switch place {
            case .open(let session): return session
            case .yours: return try await open()
            case .others: try await Task.sleep(for: Self.glance)
            }
        }
        throw ProviderError(provider: provider, reason: .login)
    }

    func refused(_ session: ProviderSession) async throws {
        try await database.transaction { [provider] tx in try SessionStore.refused(session, at: provider, in: tx) }
    }

    private func open() async throws -> ProviderSession {
        var request = login.request
        request.deadline = timeout
        let start = ContinuousClock.now
        var call = ProviderCall(step: StepKey(provider: provider, question: "login"), siren: nil, at: now())
        var session: ProviderSession?
        do {
            let response = try await http.send(request)
            call.finish(response.status, after: ContinuousClock.now - start)
            session = login.session(from: response, at: now())
            call.outcome = session != nil ? .found : response.status == 429 ? .throttled : .badKey
        } catch {
            try Task.checkCancellation()
            call.finish(nil, after: ContinuousClock.now - start)
        }
        let (opened, ledger) = (session, call)
        try await database.transaction { [provider, terms] tx in
            try CallStore.append(ledger, in: tx)
            try SessionStore.opened(opened, at: provider, in: tx)
            if ledger.outcome == .badKey { try ProviderStateStore.rest(terms, .badKey, for: Self.penance, in: tx) }
        }
        guard let session else { throw ProviderError(provider: provider, reason: .login) }
        return session
    }
}
