import Contracts
import Foundation
import FrenchBusiness

/// A colleague's own figures among the others': they come first, and what was published beside them stays, with the
/// contradiction marked.
enum PersonFigures {
    /// Why it cannot be kept; nil if it can, and if it is taken back.
    static func fault(in request: TurnoverRequested, today: CivilDate) -> StatedTurnover.Fault? {
        request.amountCents.flatMap { amount in
            StatedTurnover(
                closingDate: request.closingDate,
                months: request.months,
                amountCents: amount,
                source: request.source
            ).fault(today: today)
        }
    }

    /// What `request` says, as one source's statement of the year.
    static func year(_ request: TurnoverRequested) -> AccountingYear? {
        request.amountCents.map { amount in
            AccountingYear(
                closingDate: request.closingDate,
                kind: .social,
                source: ProviderName.person,
                months: request.months,
                amountCents: amount,
                status: amount == 0 ? .zeroConfirmed : .known,
                fetchedAt: request.at
            )
        }
    }

    /// The dossier and its years after a colleague spoke, or took back what was said.
    /// - Parameter years: all that are known, those that were taken back left out.
    static func merged(
        _ dossier: Dossier,
        _ years: [AccountingYear],
        told: AccountingYear?,
        at moment: Date,
        _ lifetimes: Lifetimes,
        ratio: SectorRatio?
    ) -> (dossier: Dossier, years: [AccountingYear]) {
        let answer = told.map { year in
            Answer(
                provider: ProviderName.person,
                fetchedAt: year.fetchedAt,
                findings: Findings(isFound: true, years: [year])
            )
        }
        // Nobody was asked: what the last look tried, and whom it missed, stays.
        let look = Look(
            siren: dossier.siren,
            answers: [answer].compactMap(\.self),
            away: dossier.isIncomplete ? [ProviderName.person] : [],
            trail: dossier.record.trail,
            at: dossier.factsAt
        )
        var (merged, all) = DossierRules.merged(dossier, years, with: look, lifetimes, ratio: ratio)
        if !all.contains(where: { $0.source == ProviderName.person }) {
            merged.sources.removeAll { $0 == ProviderName.person }
        }
        // Later than what was announced, or nobody would take it for news.
        merged.factsAt = max(moment, dossier.factsAt.addingTimeInterval(0.002))
        return (merged, all)
    }
}
