/// A turnover that a person states: what of it makes sense, for whoever takes it.
public struct StatedTurnover: Hashable, Sendable {
    public var closingDate: CivilDate
    /// Length of the accounting year.
    public var months: Int
    public var amountCents: Int64
    /// Where the person knows it from.
    public var source: String

    /// Why it cannot be taken.
    public enum Fault: String, Error, Hashable, Sendable, CaseIterable {
        case negative = "turnover.negative"
        case absurd = "turnover.absurd"
        case future = "turnover.closing_in_future"
        case tooOld = "turnover.closing_too_old"
        case months = "turnover.months"
        case source = "turnover.source"

        /// One sentence for the person who typed it.
        public var frenchReason: String {
            switch self {
            case .negative: "Un chiffre d’affaires n’est pas négatif."
            case .absurd: "Un chiffre d’affaires ne dépasse pas 1\u{202F}000 milliards d’euros."
            case .future: "À la date donnée, l’exercice n’est pas encore clos."
            case .tooOld: "L’exercice est clos depuis plus de cinquante ans."
            case .months: "Un exercice dure de 1 à 24 mois."
            case .source: "Indiquez d’où vient le chiffre, en 300 caractères au plus, sans nommer personne."
            }
        }
    }

    /// 10¹² €: more than any company on earth turns over.
    public static let largestCents: Int64 = 100_000_000_000_000
    /// Of the words on where it is known from, characters.
    public static let longestSource = 300

    public init(closingDate: CivilDate, months: Int, amountCents: Int64, source: String) {
        self.closingDate = closingDate
        self.months = months
        self.amountCents = amountCents
        self.source = source
    }

    /// The first thing that makes no sense; nil: it can be taken.
    public func fault(today: CivilDate) -> Fault? {
        if amountCents < 0 { return .negative }
        if amountCents > Self.largestCents { return .absurd }
        if closingDate > today { return .future }
        if closingDate < today.adding(months: -12 * 50) { return .tooOld }
        if !(1...24).contains(months) { return .months }
        let isBlank = source.allSatisfy(\.isWhitespace)
        return isBlank || source.unicodeScalars.count > Self.longestSource ? .source : nil
    }
}
