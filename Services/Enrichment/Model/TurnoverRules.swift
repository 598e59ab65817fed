import Contracts
import Foundation
import FrenchBusiness

/// Decides what is announced of a company's turnover: which years, which status, and why if it is not known.
enum TurnoverRules {
    /// What the decision rests on beside the years.
    struct Circumstances: Sendable {
        var facts: CompanyFacts?
        /// A register was asked and knows no such SIREN.
        var isUnknownToRegister = false
        var isDiffusible = true
        /// A provider that should have been asked did not answer.
        var isProviderAway = false
        /// Accounts that were filed, the latest first.
        var deposits: [Deposit] = []
        var estimate: Estimate?
        var today: CivilDate
    }

    static func decide(_ years: [AccountingYear], _ circumstances: Circumstances) -> TurnoverFacts {
        let shown = shown(years)
        let (status, reason) = status(shown, circumstances)
        let published = status == .notApplicable ? [] : shown.prefix(30)
        return TurnoverFacts(
            status: status.rawValue,
            reason: reason,
            years: published.map { year in
                TurnoverFact(
                    closingDate: year.closingDate,
                    months: year.months,
                    amountCents: year.amountCents,
                    kind: year.kind.rawValue,
                    source: year.source,
                    doubt: year.doubt?.rawValue,
                    precisionCents: year.precisionCents == 50 ? nil : year.precisionCents,
                    filedOn: year.filedOn
                )
            },
            estimate: status == .notApplicable ? nil : circumstances.estimate?.event
        )
    }

    /// One statement per closing and kind, most recent first: of several the best source's, a figure before none. Group
    /// accounts are shown only where there are no own ones: for one closing the two may differ forty-fold. A source
    /// that does not say the closing day gives way to one that does.
    static func shown(_ years: [AccountingYear]) -> [AccountingYear] {
        let ordered = AccountingYear.best(of: years)
        let exact = ordered.filter { !vague.contains($0.source) && $0.amountCents != nil }
        let taken = Set(exact.flatMap { [$0.fiscalYear, $0.closingDate.year] })
        let candidates = ordered.filter { !vague.contains($0.source) || !taken.contains($0.closingDate.year) }
        let unique = Dictionary(grouping: candidates) { "\($0.closingDate.text) \($0.kind.rawValue)" }
            .compactMap { $0.value.min(by: isBetter) }
        let own = unique.filter { $0.kind == .social }
        let chosen = own.contains { $0.amountCents != nil } || own.count == unique.count ? own : unique
        return AccountingYear.withMonths(AccountingYear.best(of: chosen))
    }

    /// Sources that name a year and no day; 31 December is assumed of them.
    private static let vague: Set<String> = [
        ProviderName.rechercheEntreprises, ProviderName.societeCom, ProviderName.societeComPages,
    ]

    private static func isBetter(_ one: AccountingYear, _ other: AccountingYear) -> Bool {
        if (one.amountCents == nil) != (other.amountCents == nil) { return one.amountCents != nil }
        return (SourceRank.of(one.source), one.source) < (SourceRank.of(other.source), other.source)
    }

    private static func status(
        _ years: [AccountingYear],
        _ circumstances: Circumstances
    ) -> (status: TurnoverStatus, reason: String?) {
        // Sole traders publish nothing, but may have told a colleague.
        let isTold = years.contains { $0.source == ProviderName.person && $0.amountCents != nil }
        if circumstances.facts?.isSoleTrader == true, !isTold { return (.notApplicable, "sole_trader") }
        if let latest = years.first(where: { $0.amountCents != nil }) { return (latest.status, nil) }
        if circumstances.isUnknownToRegister { return (.unknown, "siren_unknown") }
        if !circumstances.isDiffusible { return (.unknown, "not_diffusible") }
        if isConfidential(years, circumstances.deposits) { return (.confidential, "accounts_confidential") }
        if circumstances.isProviderAway { return (.unknown, "provider_unavailable") }
        let unknown = circumstances.estimate == nil ? TurnoverStatus.unknown : .estimated
        if !years.isEmpty || !circumstances.deposits.isEmpty { return (unknown, "filed_without_turnover") }
        guard let form = circumstances.facts?.legalForm.flatMap({ LegalForm($0) }) else {
            return (.unknown, "no_source_knows")
        }
        guard form.depositsAccounts else { return (.notApplicable, "form_files_no_accounts") }
        // Accounts of a first exercise are public 20 months after it began, at the earliest (12 + 6 to approve + 2).
        if let created = circumstances.facts?.createdOn, created.adding(months: 20) > circumstances.today {
            return (.notFiled, "no_accounts_due_yet")
        }
        return (.notFiled, "no_accounts_found")
    }

    private static func isConfidential(_ years: [AccountingYear], _ deposits: [Deposit]) -> Bool {
        years.contains { $0.status == .confidential } || deposits.first.map { $0.hidden != .nothing } ?? false
    }
}
