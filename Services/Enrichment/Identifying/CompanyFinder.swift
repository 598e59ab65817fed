import Contracts
import Foundation
import FrenchBusiness
import Identification
import Messaging
import Postgres
import Threading

/// Finds out which registered company a list means: first in the Sirene universe of our own base, which costs nobody
/// anything, and where that does not settle it at the State's search.
struct CompanyFinder: Sendable {
    let caller: NameSearchCaller
    /// Sessions for looking; apart from those that settle.
    let database: PostgresPool
    let now: @Sendable () -> Date

    /// Attempts after which a company stays without the provider that does not answer: about six minutes after the
    /// first (5 s, 30 s, 5 min).
    static let attempts = 4

    /// - Throws: ``ProviderError`` while trying again may help.
    func look(_ sought: SoughtCompany, about company: CompanyID, attempt: Int) async throws -> Finding {
        guard sought.isSearchable else { return Finding(.nobody, reason: .notSearchable, at: moment) }
        let known = try await registered(sought)
        let first = Identification.decide(sought, among: known, isComplete: false)
        if first.verdict == .certain { return Finding(first, at: moment) }
        do {
            let (found, isComplete) = try await searched(sought, about: company)
            let all = Identification.decide(sought, among: known + found, isComplete: isComplete)
            return Finding(all, reason: all.candidates.isEmpty ? .notFound : nil, at: moment)
        } catch let error as ProviderError {
            if attempt < Self.attempts { throw error }
            return Finding(
                first,
                reason: first.candidates.isEmpty ? .providerAway : nil,
                isProviderAway: true,
                at: moment
            )
        }
    }

    private var moment: Date { WireDate.rounded(now()) }

    /// What our own copy of the register has near the place. It may be a part of the register only, or empty: never
    /// complete.
    private func registered(_ sought: SoughtCompany) async throws -> [RegisteredCompany] {
        guard let query = RegistryQuery(sought) else { return [] }
        return try await database.transaction { tx in try RegistryStore.find(query, in: tx) }
    }

    /// The narrowest question first; a wider one only where nobody fits yet.
    private func searched(
        _ sought: SoughtCompany,
        about company: CompanyID
    ) async throws -> (companies: [RegisteredCompany], isComplete: Bool) {
        let words = sought.searchWords
        guard NameSearch.isAskable(words) else { return ([], false) }
        let departement = RegistryQuery.departement(of: sought)
        var places: [NameSearch.Place] = []
        if let postcode = sought.postcode.flatMap({ PostalCode($0) }) { places.append(.postcode(postcode.text)) }
        if let departement { places.append(.departement(departement)) }
        places.append(.anywhere)
        var found: [RegisteredCompany] = []
        var isComplete = false
        for place in places {
            let page = try await caller.ask(for: words, place, about: company)
            found += page.companies
            isComplete = place == .anywhere && page.isComplete
            let decided = Identification.decide(sought, among: found, isComplete: isComplete)
            if decided.verdict == .certain { break }
        }
        return (found, isComplete)
    }
}

/// What the registers said to a question.
struct Finding: Sendable {
    enum Reason: String, Sendable {
        case notFound = "not_found"
        case notSearchable = "not_searchable"
        case providerAway = "provider_away"
    }

    var answer: Identification
    var reason: Reason?
    /// Asked again soon.
    var isProviderAway: Bool
    var at: Date

    init(_ answer: Identification, reason: Reason? = nil, isProviderAway: Bool = false, at: Date) {
        self.answer = answer
        self.reason = reason
        self.isProviderAway = isProviderAway
        self.at = at
    }
}
