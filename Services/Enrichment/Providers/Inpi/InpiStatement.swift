import Foundation
import FrenchBusiness

/// A statement of accounts that INPI keyed in (`bilansSaisis`): the cells of the tax forms in which a turnover and a
/// result stand.
///
/// Complete and consolidated (forms 2050 to 2053): turnover FJ, total in the third column (m3), the exercise before in
/// the fourth; result HN, as DI in the balance sheet. Simplified (form 2033-B): turnover is the sum of lines 210 (goods
/// sold), 214 (goods made) and 218 (services), result 310, as 136 in the balance sheet; this exercise in the first
/// column, the one before in the second. Line 232 is all income and no turnover; nor is FA, goods sold alone.
struct InpiStatement: Sendable {
    let filing: InpiFiling
    /// 0 where it is not said ("00").
    let months: Int
    /// Whole euros; nothing else was ever a figure of ours.
    let isInEuros: Bool
    private let currency: String?
    /// The lines that are read, by their code.
    private let lines: [String: [String]]

    private static let columns = ["m1", "m2", "m3", "m4"]
    private static let simplified = ["210", "214", "218"]
    /// Turnover before its total: goods sold, goods made, services.
    private static let parts = ["FC", "FF", "FI"]
    private static let read = Set(["FJ", "HN", "DI", "310", "136"] + simplified + parts)

    /// Whether a statement stands in an entry, and not its filing alone.
    static func hasSheet(_ row: LooseObject) -> Bool { sheet(of: row) != nil }

    private static func sheet(of row: LooseObject) -> LooseObject? {
        row.object("bilanSaisi").flatMap { $0.object("bilan") ?? ($0.has("detail") ? $0 : nil) }
    }

    /// - Returns: nil where there is no statement, or its filing is nobody's.
    init?(_ row: LooseObject) {
        guard let filing = InpiFiling(row), let sheet = Self.sheet(of: row) else { return nil }
        self.filing = filing
        let identity = sheet.object("identite")
        months = identity?.integer("dureeExerciceN").flatMap { (1...24).contains($0) ? $0 : nil } ?? 0
        currency = identity?.text("codeDevise")?.uppercased()
        isInEuros = currency == nil || currency == "EUR"
        var lines: [String: [String]] = [:]
        for page in (sheet.object("detail")?.objects("pages") ?? []).prefix(60) {
            for line in (page.objects("liasses") ?? []).prefix(2000) {
                guard let code = line.text("code")?.uppercased(), Self.read.contains(code), lines[code] == nil else {
                    continue
                }
                lines[code] = Self.columns.map { String((line.text($0) ?? "").prefix(20)) }
            }
        }
        self.lines = lines
    }

    /// A cell in cents; nil where it is absent or no amount.
    private func cents(_ code: String, _ column: Int) -> Int64? { lines[code].flatMap { Self.cents($0[column]) } }

    /// `000069825990000` is 69,825,990,000 €, `-00000000000123` is -123 €, an empty cell is none. Nothing beyond 10
    /// trillion euros is an amount.
    static func cents(_ cell: String) -> Int64? {
        let isNegative = cell.hasPrefix("-")
        let digits = isNegative ? cell.dropFirst() : Substring(cell)
        guard !digits.isEmpty, digits.utf8.count <= 18, digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
            let euros = Int64(digits), euros <= 10_000_000_000_000
        else { return nil }
        return (isNegative ? -euros : euros) * 100
    }

    private var isSimplified: Bool { filing.type == "S" }
    private var hasKnownCells: Bool { ["C", "K", "S"].contains(filing.type) && isInEuros }

    var turnoverCents: Int64? {
        guard hasKnownCells else { return nil }
        return isSimplified ? sum(0) : cents("FJ", 2)
    }

    private var previousCents: Int64? {
        guard hasKnownCells else { return nil }
        return isSimplified ? sum(1) ?? sum(3) : cents("FJ", 3)
    }

    private var resultCents: Int64? {
        guard hasKnownCells else { return nil }
        return isSimplified ? cents("310", 0) ?? cents("136", 0) : cents("HN", 0) ?? cents("DI", 0)
    }

    /// Of the lines that are there; nil where there is none.
    private func sum(_ column: Int) -> Int64? {
        let amounts = Self.simplified.compactMap { cents($0, column) }
        return amounts.isEmpty ? nil : amounts.reduce(0, +)
    }

    /// A public zero is believed, unless a line above it shows business.
    private func status(_ amount: Int64?, _ isHidden: Bool) -> TurnoverStatus {
        if let amount, amount > 0 { return .known }
        if isHidden { return .confidential }
        let parts = Self.parts.compactMap { cents($0, 2) }
        return amount == 0 && parts.allSatisfy { $0 == 0 } ? .zeroConfirmed : .unknown
    }

    /// - Parameter isHidden: whether a filing of these accounts declares them confidential, in whole or in part.
    /// - Returns: nil where the turnover is negative, which none is.
    func year(source: String, _ fetchedAt: Date, isHidden: Bool) -> AccountingYear? {
        let amount = turnoverCents
        if let amount, amount < 0 { return nil }
        let status = status(amount, isHidden)
        return AccountingYear(
            closingDate: filing.closingDate,
            kind: filing.kind,
            source: source,
            months: months,
            amountCents: status.hasAmount ? amount : nil,
            status: status,
            resultCents: resultCents,
            previousCents: previousCents.flatMap { $0 > 0 ? $0 : nil },
            filedOn: filing.filedOn,
            fetchedAt: fetchedAt
        )
    }

    func stands(against other: InpiStatement) -> Bool {
        let (mine, others) = (turnoverCents ?? 0 > 0, other.turnoverCents ?? 0 > 0)
        return mine != others ? mine : filing.isLater(than: other.filing)
    }

    var document: [String: Any] {
        var identity: [String: Any] = ["dureeExerciceN": String(months), "codeTypeBilan": filing.type]
        identity["codeDevise"] = currency
        let liasses = lines.sorted { $0.key < $1.key }.map { code, cells in
            Dictionary(uniqueKeysWithValues: zip(["code"] + Self.columns, [code] + cells))
        }
        var document = filing.document
        document["bilanSaisi"] = [
            "bilan": ["identite": identity, "detail": ["pages": [["numero": 1, "liasses": liasses]]]]
        ]
        return document
    }
}
