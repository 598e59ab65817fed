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
                    doubt: year.doubt?.rawValue
                )
            }
        )
    }

    /// One statement per closing and kind, most recent first. Group accounts are shown only where there are no own
    /// ones: for one closing the two may differ forty-fold. The search's copy of a fiscal year gives way to the
    /// original.
    static func shown(_ years: [AccountingYear]) -> [AccountingYear] {
        let ordered = AccountingYear.best(of: years)
        let original = Set(ordered.filter { $0.source != RechercheEntreprises.name }.map(\.fiscalYear))
        let unique = ordered.filter { year in
            year.source != RechercheEntreprises.name || !original.contains(year.fiscalYear)
        }
        let own = unique.filter { $0.kind == .social }
        let chosen = own.contains { $0.amountCents != nil } || own.count == unique.count ? own : unique
        return AccountingYear.withMonths(chosen)
    }

    private static func status(
        _ years: [AccountingYear],
        _ circumstances: Circumstances
    ) -> (status: TurnoverStatus, reason: String?) {
        if circumstances.facts?.isSoleTrader == true { return (.notApplicable, "sole_trader") }
        if let latest = years.first(where: { $0.amountCents != nil }) { return (latest.status, nil) }
        if circumstances.isUnknownToRegister { return (.unknown, "siren_unknown") }
        if !circumstances.isDiffusible { return (.unknown, "not_diffusible") }
        if years.contains(where: { $0.status == .confidential }) { return (.confidential, "accounts_confidential") }
        if circumstances.isProviderAway { return (.unknown, "provider_unavailable") }
        if !years.isEmpty { return (.unknown, "filed_without_turnover") }
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
}
