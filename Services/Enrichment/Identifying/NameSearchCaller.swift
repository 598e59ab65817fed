import Contracts
import Foundation
import FrenchBusiness
import HTTPClient

/// Asks the State's search for names, at the pace that it shares with the look-ups by SIREN. The words are not kept:
/// they may name a person.
struct NameSearchCaller: Sendable {
    let search: NameSearch
    /// The look-ups' own: two of them in one replica would take each other for another replica.
    let pacer: RatePacer
    let caller: FreeCaller

    private static let calls = 3

    /// - Throws: ``ProviderError``; `PostgresError`; `CancellationError`.
    func ask(for words: [String], _ place: NameSearch.Place, about company: CompanyID) async throws -> NameSearch.Page {
        let request = HTTPRequest.json(search.address(of: words, place))
        for call in 1...Self.calls {
            do {
                try await pacer.turn()
                return try await caller.send(request, "by_name", company: company) { body throws(UnreadableReply) in
                    let page = try NameSearch.read(body)
                    return (page, !page.companies.isEmpty)
                }
            } catch let error as ProviderError {
                switch error.reason {
                // Words that the search does not take: nobody is found by them.
                case .status(400), .status(422): return NameSearch.Page(companies: [], isComplete: false)
                case .limited where call < Self.calls: continue
                default: throw error
                }
            }
        }
        throw ProviderError(provider: caller.ledger.terms.name, reason: .limited)
    }
}
