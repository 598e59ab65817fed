import Contracts
import Foundation
import FrenchBusiness
import HTTPClient
import Postgres
import Threading

/// Asks the State's search for names, at the pace that it shares with the look-ups by SIREN, and writes each call into
/// the ledger.
struct NameSearchCaller: Sendable {
    let search: NameSearch
    let terms: ProviderTerms
    /// The look-ups' own: two of them in one replica would take each other for another replica.
    let pacer: RatePacer
    let http: HTTPClient
    let database: PostgresPool
    let metrics: EnrichmentMetrics
    let timeout: Duration
    let now: @Sendable () -> Date

    private static let calls = 3
    private static let pause = Duration.seconds(5)

    /// - Throws: ``ProviderError``; `PostgresError`; `CancellationError`.
    func ask(for words: [String], _ place: NameSearch.Place, about company: CompanyID) async throws -> NameSearch.Page {
        guard !Rehearsal.isOn else { throw ProviderError(provider: terms.name, reason: .rehearsal) }
        for _ in 0..<Self.calls {
            try await pacer.turn()
            if let page = try await call(search.address(of: words, place), about: company) { return page }
        }
        throw ProviderError(provider: terms.name, reason: .limited)
    }

    /// - Returns: nil where the provider asks to wait.
    private func call(_ address: String, about company: CompanyID) async throws -> NameSearch.Page? {
        var request = HTTPRequest(.get, address, trust: .operatorConfigured)
        request.headers.set("Accept", "application/json")
        request.deadline = timeout
        let start = ContinuousClock.now
        var call = SearchCall(provider: terms.name, company: company, at: now())
        do {
            let response = try await http.send(request)
            call.finish(response.status, after: ContinuousClock.now - start)
            return try await settle(response, call)
        } catch let error as HTTPError {
            try Task.checkCancellation()
            call.finish(nil, after: ContinuousClock.now - start)
            try await failed(call, error.description)
            throw ProviderError(provider: terms.name, reason: .transport(error.description))
        }
    }

    private func settle(_ response: HTTPResponse, _ call: SearchCall) async throws -> NameSearch.Page? {
        var call = call
        switch response.status {
        case 200:
            guard let page = try? NameSearch.read(response.body) else {
                try await failed(call, "an unreadable reply")
                throw ProviderError(provider: terms.name, reason: .unreadable)
            }
            call.outcome = page.companies.isEmpty ? .notFound : .found
            try await record(call) { [terms] tx in try ProviderStateStore.succeeded(terms, in: tx) }
            return page
        case 429:
            call.outcome = .throttled
            let wait = response.retryAfter ?? Self.pause
            try await record(call) { [terms] tx in try ProviderStateStore.pause(terms, for: wait, in: tx) }
            return nil
        case 400, 422:  // words that the search does not take: nobody is found by them
            call.outcome = .refused
            try await record(call) { _ in }
            return NameSearch.Page(companies: [], isComplete: false)
        default:
            try await failed(call, "status \(response.status)")
            throw ProviderError(provider: terms.name, reason: .status(response.status))
        }
    }

    private func failed(_ call: SearchCall, _ error: String) async throws {
        try await record(call) { [terms] tx in try ProviderStateStore.failed(terms, error, in: tx) }
    }

    private func record(
        _ call: SearchCall,
        _ body: @Sendable (isolated PostgresSession) throws -> Void
    ) async throws {
        metrics.called(call.provider, status: call.status, call.outcome, durationMs: call.durationMs)
        try await database.transaction { tx in
            try SearchCallStore.append(call, in: tx)
            try body(tx)
        }
    }
}

/// One line of the ledger about a search by name. The words are not kept: they may name a person.
struct SearchCall: Sendable {
    let id = UUIDv7.make()
    let provider: String
    let company: CompanyID
    let at: Date
    /// nil if no answer came
    private(set) var status: Int?
    private(set) var durationMs = 0
    var outcome = ProviderCall.Outcome.failed

    init(provider: String, company: CompanyID, at: Date) {
        self.provider = provider
        self.company = company
        self.at = at
    }

    mutating func finish(_ status: Int?, after duration: Duration) {
        self.status = status
        let (seconds, attoseconds) = duration.components
        durationMs = Int(seconds) * 1000 + Int(attoseconds / 1_000_000_000_000_000)
    }
}
