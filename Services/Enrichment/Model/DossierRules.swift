import Contracts
import Foundation
import FrenchBusiness

/// One look at the providers: what answered, what did not, and every step of it.
struct Look: Sendable, Equatable {
    let siren: SIREN
    var answers: [Answer]
    /// Providers that were worth asking and gave no answer.
    var away: [String]
    var trail: [TrailEntry] = []
    /// Providers that rest because a ceiling was reached or their credits are used up.
    var exhausted: [Exhaustion] = []
    var waterfall: Int?
    let at: Date
}

/// A provider that rests for want of money.
struct Exhaustion: Sendable, Equatable {
    let provider: String
    /// `day`, `company` or `credits`
    let scope: String
    let until: Date?
}

/// Merges a look into what is known. The result is the same in whichever order looks arrive.
enum DossierRules {
    static func merged(
        _ previous: Dossier?,
        _ known: [AccountingYear],
        with look: Look,
        _ lifetimes: Lifetimes = .standard,
        ratio: SectorRatio? = nil
    ) -> (dossier: Dossier, years: [AccountingYear]) {
        let factsAt = time(of: look, after: previous)
        var dossier = previous ?? Dossier(siren: look.siren, at: factsAt)
        dossier.factsAt = factsAt
        for answer in look.answers { dossier.take(answer) }
        dossier.decideEnd()
        dossier.decideExclusion()
        if dossier.exclusion != nil { dossier.record.reach = nil }
        let years = Doubts.marked(AccountingYear.best(of: known + look.answers.flatMap(\.findings.years)))
        dossier.sources = Set(dossier.sources + look.answers.map(\.provider)).sorted()
        // A refresh that fails takes nothing from a dossier that was complete.
        dossier.isIncomplete = !look.away.isEmpty && previous?.isIncomplete ?? true
        if !look.trail.isEmpty { dossier.record.trail = look.trail }
        dossier.record.waterfall = look.waterfall ?? dossier.record.waterfall
        dossier.record.conflicts = Conflicts.of(years)
        var circumstances = circumstances(of: dossier)
        circumstances.estimate = Estimator.estimate(years, dossier, circumstances.today, ratio)
        dossier.record.estimate = circumstances.estimate
        dossier.turnover = TurnoverRules.decide(years, circumstances)
        dossier.validUntil = validity(of: dossier, years, look, lifetimes)
        return (dossier, years)
    }

    /// The newest answer's time. The first answer of all comes after what was announced without one, so that nobody
    /// who heard that takes the answer for older.
    private static func time(of look: Look, after previous: Dossier?) -> Date {
        guard let newest = look.answers.map(\.fetchedAt).max() else { return previous?.factsAt ?? look.at }
        guard let previous else { return newest }
        let isFirst = previous.sources.isEmpty
        return max(newest, previous.factsAt.addingTimeInterval(isFirst ? 0.002 : 0))
    }

    private static func circumstances(of dossier: Dossier) -> TurnoverRules.Circumstances {
        TurnoverRules.Circumstances(
            facts: dossier.identityAt == nil ? nil : dossier.facts,
            isUnknownToRegister: dossier.isUnknownToRegister,
            isDiffusible: dossier.exclusion == nil,
            isProviderAway: dossier.isIncomplete,
            deposits: dossier.record.deposits,
            today: CivilDate(dayOf: dossier.factsAt)
        )
    }

    private static func validity(
        of dossier: Dossier,
        _ years: [AccountingYear],
        _ look: Look,
        _ lifetimes: Lifetimes
    ) -> Date {
        if dossier.isIncomplete { return max(lifetimes.after(.unavailable, look.at), dossier.validUntil) }
        let read = dossier.identityAt ?? dossier.factsAt
        if dossier.end != nil { return lifetimes.after(.ceased, read) }
        if dossier.isUnknownToRegister { return lifetimes.after(.unknownSIREN, read) }
        let identity = lifetimes.after(.identity, read)
        let isSettled = dossier.exclusion != nil || dossier.facts.isSoleTrader
        let settled = isSettled ? identity : min(identity, lifetimes.end(of: .turnover(years), from: dossier.factsAt))
        // Who waits for money or for a provider that may be missed is looked at again when that may help.
        let again = look.trail.compactMap(\.again).min() ?? .distantFuture
        return min(settled, max(again, look.at))
    }
}
