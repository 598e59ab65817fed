import Foundation
import FrenchBusiness

/// Accounts as they were filed (an entry of `bilans` or `bilansSaisis`): of which exercise, when, and who may see them.
struct InpiFiling: Sendable {
    struct Key: Hashable, Sendable {
        let closingDate: CivilDate
        let kind: TurnoverYear.Kind
    }

    let siren: SIREN
    let id: String?
    let closingDate: CivilDate
    let filedOn: CivilDate?
    /// C complete, S simplified, K consolidated; others (banks, insurers) have other cells.
    let type: String
    let hidden: Deposit.Hidden

    var kind: TurnoverYear.Kind { type == "K" ? .consolidated : .social }
    var key: Key { Key(closingDate: closingDate, kind: kind) }

    /// - Returns: nil where it was deleted, or is about no company or exercise.
    init?(_ row: LooseObject) {
        let identity = row.object("bilanSaisi")?.object("bilan")?.object("identite")
        guard row.decision("deleted") != true,
            let siren = (row.text("siren") ?? identity?.text("siren")).flatMap({ SIREN($0) }),
            let closing = row.date("dateCloture") ?? identity?.date("dateClotureExercice"),
            (1980...2200).contains(closing.year)
        else { return nil }
        self.siren = siren
        id = row.text("id").map { String($0.prefix(60)) }
        closingDate = closing
        filedOn = row.date("dateDepot") ?? identity?.date("dateDepot")
        type = String((identity?.text("codeTypeBilan") ?? row.text("typeBilan") ?? "").uppercased().prefix(4))
        hidden = Self.hidden(row.text("confidentiality"), identity?.text("codeConfidentialite"))
    }

    /// By word and code, whichever hides more: 0 public, 1 confidential, 2 the income statement.
    private static func hidden(_ word: String?, _ code: String?) -> Deposit.Hidden {
        let word = word?.frenchFolded ?? ""
        if code == "1" { return .everything }
        if word.contains("partiel") || word.contains("compte de resultat") || code == "2" { return .incomeStatement }
        return word.contains("confidentiel") ? .everything : .nothing
    }

    func isLater(than other: InpiFiling) -> Bool {
        if filedOn != other.filedOn { return (filedOn ?? .earliest) > (other.filedOn ?? .earliest) }
        return (id ?? "") > (other.id ?? "")
    }

    var deposit: Deposit {
        Deposit(closingDate: closingDate, filedOn: filedOn, kind: kind, hidden: hidden, reference: id)
    }

    func yearWithoutTurnover(source: String, _ fetchedAt: Date) -> AccountingYear {
        AccountingYear(
            closingDate: closingDate,
            kind: kind,
            source: source,
            months: 0,
            amountCents: nil,
            status: hidden == .nothing ? .unknown : .confidential,
            filedOn: filedOn,
            fetchedAt: fetchedAt
        )
    }

    var document: [String: Any] {
        let words: [Deposit.Hidden: String] = [
            .nothing: "Public", .incomeStatement: "Partiellement confidentiel", .everything: "Confidentiel",
        ]
        var document: [String: Any] = ["siren": siren.text, "dateCloture": closingDate.text, "typeBilan": type]
        document["id"] = id
        document["dateDepot"] = filedOn?.text
        document["confidentiality"] = words[hidden]
        return document
    }
}
