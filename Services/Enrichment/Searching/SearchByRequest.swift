import Contracts
import Foundation
import Messaging
import Postgres

/// Begins a search of companies by filters at the State's search, goes on with one that was only counted, or stops it.
///
/// Writes `searches` and `search_slices`; announces ``SliceRequested``, and ``RequestDone`` or ``RequestRefused``.
struct SearchByRequest: MessageHandler {
    static let name = "enrichment.search-by-request"

    /// Calls that the provider takes in a minute; nil where it is not asked.
    let perMinute: Int?
    let now: @Sendable () -> Date

    /// Companies of one search at most.
    static let limitMax = 100_000
    /// Searches at once: they share the look-ups' pace.
    private static let together = 3

    func handle(_ delivery: Delivery<SelectionRequested>, in tx: isolated PostgresSession) throws -> Outcome {
        let request = delivery.message
        let moment = WireDate.rounded(now())
        guard let perMinute else { return refused("no_provider", "La recherche d’entreprises n’est pas interrogée.") }
        switch (request.action, request.filter) {
        case ("stop", _):
            guard try SearchStore.stop(request.searchID, at: moment, in: tx) else { return unknown }
            return done("Recherche arrêtée.")
        case ("read", nil):
            guard try SearchStore.readOn(request.searchID, in: tx) else { return unknown }
            return done("La recherche continue.", try ReadSlice.next(of: request.searchID, at: moment, in: tx))
        case ("count", let wish?), ("read", let wish?):
            let limit = request.limit ?? Self.limitMax
            guard (1...Self.limitMax).contains(limit) else {
                return refused("limit", "La limite va de 1 à \(Self.limitMax).")
            }
            let selection: Selection
            do throws(Selection.Fault) {
                selection = try Selection(wish)
            } catch {
                return refused(error.code, error.text)
            }
            guard try SearchStore.running(in: tx).count < Self.together else {
                return refused(
                    "busy",
                    "\(Self.together) recherches sont déjà en cours\u{202F}: attendez la fin de l’une d’elles."
                )
            }
            let search = SearchStore.New(
                id: request.searchID,
                actor: request.actor,
                selection: selection,
                limit: limit,
                isOnlyCounted: request.action == "count",
                perMinute: perMinute,
                at: moment
            )
            guard try SearchStore.begin(search, in: tx) else { return refused("known", "Cette recherche existe déjà.") }
            return done("La recherche commence.", try ReadSlice.next(of: request.searchID, at: moment, in: tx))
        default: return refused("unknown_action", "Action inconnue, ou filtres absents\u{202F}: count, read ou stop.")
        }
    }

    private var unknown: Outcome {
        refused("unknown_search", "Cette recherche est inconnue, ou oubliée après 7 jours.")
    }

    private func done(_ text: String, _ events: [any Event] = []) -> Outcome {
        .done(events + [RequestDone(request: SelectionRequested.type, text: text)])
    }

    private func refused(_ code: String, _ text: String) -> Outcome {
        .done([RequestRefused(request: SelectionRequested.type, code: code, text: text)])
    }
}
