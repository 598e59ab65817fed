import Contracts
import Foundation
import FrenchBusiness

/// Exercises and filings of Pappers' record.
struct PappersAccounts {
    private static let rows = 100

    private let company: LooseObject
    /// Filings in the order in which they are given.
    let deposits: [Deposit]

    init(_ company: LooseObject) {
        self.company = company
        deposits = (company.objects("comptes") ?? []).prefix(Self.rows).compactMap { Self.deposit($0, of: company) }
    }

    /// Own and consolidated accounts apart, most recent first.
    func years(_ fetchedAt: Date) -> [AccountingYear] {
        AccountingYear.best(
            of: years("finances", .social, fetchedAt) + years("finances_consolidees", .consolidated, fetchedAt)
        )
    }

    private func years(_ key: String, _ kind: TurnoverYear.Kind, _ fetchedAt: Date) -> [AccountingYear] {
        (company.objects(key) ?? []).prefix(Self.rows).compactMap { year($0, kind, fetchedAt) }
    }

    private func year(_ row: LooseObject, _ kind: TurnoverYear.Kind, _ fetchedAt: Date) -> AccountingYear? {
        let written = row.date("date_de_cloture_exercice")
        guard let closing = written ?? Self.closing(in: row.integer("annee"), of: company) else { return nil }
        let amount = row.cents("chiffre_affaires")
        if let amount, amount < 0 { return nil }
        let deposit = deposits.first { $0.closingDate == closing && $0.kind == kind }
        let status = Self.status(of: row, amount, deposit)
        return AccountingYear(
            closingDate: closing,
            kind: kind,
            source: Pappers.name,
            months: row.months("duree_exercice"),
            amountCents: status.hasAmount ? amount : nil,
            status: status,
            resultCents: row.cents("resultat"),
            filedOn: deposit?.filedOn,
            fetchedAt: fetchedAt
        )
    }

    /// A figure is a figure. Zero or none is hidden where the filing hides it; zero is believed where the filing hides
    /// nothing and the row shows no business; else nobody knows.
    private static func status(of row: LooseObject, _ amount: Int64?, _ deposit: Deposit?) -> TurnoverStatus {
        if let amount, amount > 0 { return .known }
        guard let deposit else { return .unknown }
        if deposit.hidden != .nothing { return .confidential }
        let business = max(row.cents("marge_brute") ?? 0, row.cents("excedent_brut_exploitation") ?? 0)
        return amount == 0 && business <= 0 ? .zeroConfirmed : .unknown
    }

    /// nil where the filing does not say what it hides.
    private static func deposit(_ row: LooseObject, of company: LooseObject) -> Deposit? {
        let everything = row.decision("confidentialite") ?? row.decision("confdentialite")
        let income =
            row.decision("confidentialite_compte_de_resultat") ?? row.decision("confdentialite_compte_de_resultat")
        guard everything != nil || income != nil else { return nil }
        return Deposit(
            closingDate: row.date("date_cloture") ?? closing(in: row.integer("annee_cloture"), of: company),
            filedOn: row.date("date_depot"),
            kind: row.text("type_comptes") == "CC" ? .consolidated : .social,
            hidden: everything == true ? .everything : income == true ? .incomeStatement : .nothing
        )
    }

    /// The company's own closing day ("30 Juin") in a year; 31 December where it is not said.
    private static func closing(in year: Int?, of company: LooseObject) -> CivilDate? {
        guard let year, (1980...2200).contains(year) else { return nil }
        let day = company.text("date_cloture_exercice").flatMap { CivilDate(parsing: "\($0) \(year)") }
        return day ?? CivilDate(year: year, month: 12, day: 31)
    }
}
