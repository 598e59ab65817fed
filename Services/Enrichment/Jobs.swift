import Contracts
import Foundation
import Messaging

/// What enrichment does on its own.
enum Jobs {
    /// Companies asked for at a round: together with people's requests they stay under the providers' pace.
    private static let round = 100
    /// Who asks for a renewed look when nobody did.
    static let actor = "enrichment"

    /// Looks again at companies that no provider answered for, and at those whose facts have aged.
    static let lookAgain = Schedule("enrichment.look-again", .every(.seconds(30))) { now, tx in
        try CompanyStore.takeDue(at: now, pause: .seconds(3600), limit: round, in: tx).map { company in
            EnrichmentRequested(companyID: company, actor: actor, reason: "facts_aged")
        }
    }

    /// Removes replies that are no longer valid and calls older than 400 days.
    static let throwAway = Schedule("enrichment.throw-away", .every(.seconds(600))) { now, tx in
        try ReplyStore.throwAway(before: now, limit: 5000, in: tx)
        try CallStore.throwAway(before: now.addingTimeInterval(-400 * 86_400), limit: 5000, in: tx)
        return []
    }
}
