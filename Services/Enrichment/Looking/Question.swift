import Contracts
import Foundation
import FrenchBusiness

/// What a message asks of enrichment.
struct Question: Sendable {
    var companyID: CompanyID
    /// nil while the company waits for identification
    var siren: SIREN?
    /// nil: a request to look again
    var version: Int64?
    /// Answers from before are not fresh enough.
    var since: Date
    /// The registers' are not from before that moment.
    var registerSince = Date.distantPast
    var attempt: Int
    /// Set where a person asks: what beside facts and turnover.
    var wanted: Set<String>?

    /// A person asks, who may pay for what is not paid for by itself.
    var isAsked: Bool { wanted != nil }

    /// Whether `dossier` answers it as it stands.
    func isAnswered(by dossier: Dossier) -> Bool {
        guard dossier.factsAt >= since, dossier.identityAt ?? .distantPast >= registerSince else { return false }
        // What was never asked for is not in it.
        return wanted?.isEmpty ?? true
    }
}

/// What was found for a question before its transaction.
enum Found: Sendable {
    /// Nobody to look up: without SIREN, or not heard of.
    case nobody
    case known(Dossier)
    case looked(Look)
}
