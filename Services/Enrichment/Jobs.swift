import Contracts
import Foundation
import FrenchBusiness
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

    /// Watches at a round, and SIRENs in one question.
    private static let (watches, together) = (400, 40)

    /// Reads the legal notices of companies again, once a day each.
    static let watchNotices = Schedule("enrichment.watch-notices", .every(.seconds(30))) { now, tx in
        let due = try WatchStore.takeDue(at: now, pause: .seconds(86_400), limit: watches, in: tx)
        return stride(from: 0, to: due.count, by: together).map { start in
            let batch = Array(due[start..<min(start + together, due.count)])
            // Notices appear some days late under their date.
            let since = batch.compactMap(\.seenUntil).min() ?? CivilDate(dayOf: now).adding(days: -400)
            return WatchRequested(sirens: batch.map(\.siren), since: since.adding(days: -5))
        }
    }

    /// Measures what each sector earns per head, for estimates.
    static let measureSectors = Schedule("enrichment.measure-sectors", .every(.seconds(6 * 3600))) { now, tx in
        try SectorRatioStore.measure(at: now, in: tx)
        return []
    }

    /// Removes replies that are no longer valid, searches older than a week, calls older than 400 days, and numbers and addresses that were collected
    /// three years ago (CNIL, prospects).
    static let throwAway = Schedule("enrichment.throw-away", .every(.seconds(600))) { now, tx in
        let aged = try FactStore.reached(before: now.addingTimeInterval(-3 * 365.25 * 86_400), limit: 500, in: tx)
        try HeedObjection.forgetReach(of: aged, in: tx)
        try ReplyStore.throwAway(before: now, limit: 5000, in: tx)
        try SearchStore.throwAway(before: now.addingTimeInterval(-7 * 86_400), in: tx)
        try CallStore.throwAway(before: now.addingTimeInterval(-400 * 86_400), limit: 5000, in: tx)
        return []
    }
}
