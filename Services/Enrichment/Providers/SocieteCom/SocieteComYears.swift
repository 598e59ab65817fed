import Contracts
import Foundation
import FrenchBusiness

/// The exercises of an answer to `bilans`.
struct SocieteComYears {
    static let fields = [
        "anneebilan", "datecloture", "duree", "dureeexercice", "rescatotal", "resnet", "typebilan", "confidentialite",
    ]

    private let data: LooseObject

    init(_ data: LooseObject) { self.data = data }

    /// Most recent first. `dernierca` counts for an exercise that `bilans` gives no figure for; where the two differ by
    /// a unit, the figure is doubted.
    func years(_ fetchedAt: Date) -> [AccountingYear] {
        let rows = (data.objects("bilans") ?? []).prefix(100)
        var years = rows.compactMap { year($0, fetchedAt) }
        guard var last = lastYear(fetchedAt), let stated = last.amountCents else {
            return AccountingYear.best(of: years)
        }
        // It names its year only: an exercise of `bilans` that closes in it is the same one.
        let same = years.indices.filter {
            years[$0].kind == .social && years[$0].closingDate.year == last.closingDate.year
        }
        guard let index = same.first(where: { years[$0].amountCents != nil }) else {
            if let index = same.first { last.closingDate = years[index].closingDate }
            return AccountingYear.best(of: years + [last])
        }
        let amount = years[index].amountCents ?? 0
        if amount > 0, stated > 0, Doubts.isPowerOfTen(Double(amount) / Double(stated), within: 0.001) {
            years[index].doubt = .unitSuspect
        }
        return AccountingYear.best(of: years)
    }

    private func year(_ row: LooseObject, _ fetchedAt: Date) -> AccountingYear? {
        guard let closing = row.date("datecloture") ?? closing(of: row.text("anneebilan")) else { return nil }
        let type = row.text("typebilan")?.frenchFolded ?? ""
        let isGroup = type == "k" || type == "cc" || type.contains("consolid")
        let months = max(row.months("duree"), row.months("dureeexercice"))
        return year(closing, isGroup ? .consolidated : .social, row, "rescatotal", months, fetchedAt)
    }

    private func lastYear(_ fetchedAt: Date) -> AccountingYear? {
        guard let closing = closing(of: data.text("dernierbildate")) else { return nil }
        return year(closing, .social, data, "dernierca", 0, fetchedAt)
    }

    private func year(
        _ closing: CivilDate,
        _ kind: TurnoverYear.Kind,
        _ row: LooseObject,
        _ key: String,
        _ months: Int,
        _ fetchedAt: Date
    ) -> AccountingYear? {
        let figure = Figure(row, key)
        if let cents = figure.cents, cents < 0 { return nil }
        let isKnown = (figure.cents ?? 0) > 0
        let isHidden = figure.isHidden || row.text("confidentialite")?.frenchFolded.contains("confidentiel") == true
        return AccountingYear(
            closingDate: closing,
            kind: kind,
            source: SocieteCom.name,
            months: months,
            amountCents: isKnown ? figure.cents : nil,
            // Zero is not believed here: nothing beside it tells whether it stands for a hidden figure.
            status: isKnown ? .known : isHidden ? .confidential : .unknown,
            resultCents: row.cents("resnet"),
            precisionCents: figure.precisionCents,
            fetchedAt: fetchedAt
        )
    }

    /// A written day, or the last of a written year; the day that `dernierbildate` gives stands for its year.
    private func closing(of text: String?) -> CivilDate? {
        guard let text else { return nil }
        if let day = CivilDate(parsing: text) { return day }
        guard let year = Int(text), (1980...2200).contains(year) else { return nil }
        let last = data.date("dernierbildate").flatMap { $0.year == year ? $0 : nil }
        return last ?? CivilDate(year: year, month: 12, day: 31)
    }
}

/// An amount in euros, as a number or as a text in any French form.
private struct Figure {
    var cents: Int64?
    var precisionCents: Int64 = 50
    /// Said to be kept from the public.
    var isHidden = false

    init(_ row: LooseObject, _ key: String) {
        if let cents = row.cents(key) {
            self.cents = cents
            return
        }
        guard let text = row.text(key) else { return }
        isHidden = text.frenchFolded.hasPrefix("confidentiel")
        guard let amount = try? PublishedAmount(parsing: text) else { return }
        cents = amount.money.cents
        precisionCents = amount.precision.cents
    }
}
