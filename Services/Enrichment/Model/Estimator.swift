import Contracts
import FrenchBusiness

/// Derives what a turnover may be where none is public: from the last public exercise, from the workforce, or from
/// what the law lets a company hide. Always an interval with its method; never mixed with published figures.
enum Estimator {
    /// Older exercises say nothing about today.
    private static let oldest = 48
    /// Without a measured growth of the sector: a fifth up or down a year, an assumption of ours.
    private static let assumedGrowth = SectorRatio.Quartiles(lower: -2000, median: 0, upper: 2000)

    static func estimate(
        _ years: [AccountingYear],
        _ dossier: Dossier,
        _ today: CivilDate,
        _ measured: SectorRatio?
    ) -> Estimate? {
        let form = dossier.facts.legalForm.flatMap { LegalForm($0) }
        guard !dossier.facts.isSoleTrader, dossier.exclusion == nil, dossier.end == nil, form?.depositsAccounts ?? false
        else { return nil }
        let ratio = SectorRatio.best(measured, for: dossier.facts.naf.map { String($0.prefix(2)) })
        let latest = TurnoverRules.shown(years).first { $0.kind == .social && $0.amountCents != nil }
        if let latest {
            guard latest.closingDate.adding(months: 20) <= today else { return nil }
            if latest.closingDate.adding(months: oldest) > today { return fromLastYear(latest, today, ratio) }
        }
        let bound = bound(of: dossier)
        return fromWorkforce(dossier.facts, ratio, bound) ?? bound.map(fromThreshold)
    }

    private static func fromLastYear(_ year: AccountingYear, _ today: CivilDate, _ ratio: SectorRatio?) -> Estimate? {
        guard let amount = annual(year), amount > 0 else { return nil }
        let growth = ratio?.growth ?? assumedGrowth
        let count = max(1, (year.closingDate.days(until: today) + 182) / 365)
        func moved(_ basisPoints: Int64) -> Int64 {
            var cents = Double(amount)
            for _ in 0..<count { cents *= 1 + Double(basisPoints) / 10_000 }
            return Int64(min(max(cents, 0), 1e17).rounded())
        }
        return Estimate(
            amountCents: moved(growth.median),
            lowCents: moved(growth.lower),
            highCents: moved(growth.upper),
            method: .lastYear,
            basis: "exercice clos le \(year.closingDate.text), \(count) an\(count > 1 ? "s" : "")"
        )
    }

    private static func annual(_ year: AccountingYear) -> Int64? {
        guard let amount = year.amountCents else { return nil }
        return TurnoverYear(
            closingDate: year.closingDate,
            months: year.months,
            amountCents: amount,
            source: year.source,
            kind: year.kind
        ).annualisedCents
    }

    private static func fromWorkforce(_ facts: CompanyFacts, _ ratio: SectorRatio?, _ bound: Bound?) -> Estimate? {
        guard let ratio, let band = facts.workforceBand.flatMap({ WorkforceBand(rawValue: $0) }),
            let most = band.upperBound, most > 0
        else { return nil }
        let heads = Double(band.lowerBound + most) / 2
        let limit = bound?.cents ?? .max
        let low = Int64(Double(max(1, band.lowerBound)) * Double(ratio.perHead.lower))
        let high = min(Int64(Double(most) * Double(ratio.perHead.upper)), limit)
        let amount = Int64(heads * Double(ratio.perHead.median))
        return Estimate(
            amountCents: min(amount, high),
            lowCents: min(low, high),
            highCents: high,
            method: .workforce,
            basis: "\(band.label.lowercased()), division NAF \(ratio.division) (\(ratio.companies) entreprises)"
        )
    }

    /// The middle of what is possible, since nothing else is known.
    private static func fromThreshold(_ bound: Bound) -> Estimate {
        Estimate(
            amountCents: bound.cents / 2,
            lowCents: 0,
            highCents: bound.cents,
            method: .sizeThreshold,
            basis: bound.basis
        )
    }

    private struct Bound {
        let cents: Int64
        let basis: String
    }

    /// A likelihood and no proof: two of three limits are enough (``AccountingSize``).
    private static func bound(of dossier: Dossier) -> Bound? {
        guard let deposit = dossier.record.deposits.first, deposit.hidden != .nothing,
            let closing = deposit.closingDate
        else { return nil }
        let band = dossier.facts.workforceBand.flatMap { WorkforceBand(rawValue: $0) }
        let isTiny = band.map { $0.lowerBound < 10 } ?? false
        let size: AccountingSize =
            deposit.hidden == .everything || deposit.hidden == .something && isTiny ? .micro : .small
        guard let limits = size.limits(openingOn: closing.adding(months: -12).adding(days: 1)) else { return nil }
        return Bound(
            cents: limits.turnover.cents,
            basis: size == .micro
                ? "comptes confidentiels d’une micro-entreprise (décret 2024-152)"
                : "compte de résultat confidentiel d’une petite entreprise (décret 2024-152)"
        )
    }
}

extension Estimate {
    var event: TurnoverEstimate {
        TurnoverEstimate(amountCents: amountCents, lowCents: lowCents, highCents: highCents, method: method.rawValue)
    }
}
