/// An amount as somebody published it, with how exactly.
public struct PublishedAmount: Hashable, Sendable {
    public let money: Money
    /// Half of the last written digit's worth: the true figure lies within `money` ± `precision`. "1 234 K€" is known
    /// to 500 €, "12,5 M€" to 50 k€, an amount with cents exactly.
    public let precision: Money

    public init(money: Money, precision: Money) {
        self.money = money
        self.precision = precision
    }
}

/// Why a text is no amount.
public enum AmountError: Error, Hashable, Sendable, CustomStringConvertible {
    case empty
    /// "Non publié", "NC", "confidentiel", a dash: a statement that there is no figure.
    case notPublished
    /// One group of three digits after a point or comma, without a unit: "1.234 €" is 1 € or 1 234 €. A figure wrong
    /// by a thousand is worse than none.
    case ambiguous
    case malformed
    case tooLarge

    public var description: String {
        switch self {
        case .empty: "no amount was given"
        case .notPublished: "the amount is not published"
        case .ambiguous: "the separator may be decimal or of thousands"
        case .malformed: "not an amount"
        case .tooLarge: "the amount is too large"
        }
    }

    /// One sentence for the person who typed it.
    public var frenchReason: String {
        switch self {
        case .empty: "Montant absent."
        case .notPublished: "Montant non publié."
        case .ambiguous: "Le séparateur du montant est ambigu : écrivez 1 234 ou 1,23."
        case .malformed: "Le montant est illisible."
        case .tooLarge: "Le montant est trop grand."
        }
    }
}
