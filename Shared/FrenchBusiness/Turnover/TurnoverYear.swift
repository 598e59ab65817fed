/// The turnover of one exercise, as one source gives it.
public struct TurnoverYear: Codable, Hashable, Sendable {
    /// The last day of the exercise; not always 31 December.
    public let closingDate: CivilDate
    /// How long the exercise was. 0 when the source does not say, taken as twelve.
    public let months: Int
    public let amountCents: Int64
    /// The provider's name, such as `ratios_inpi_bce`.
    public let source: String
    public let kind: Kind

    /// Of the company alone or of its whole group. The two are never compared: for one closing they may differ
    /// forty-fold.
    public enum Kind: String, Codable, CaseIterable, Hashable, Sendable {
        case social, consolidated

        public var label: String { self == .social ? "Comptes sociaux" : "Comptes consolidés" }
    }

    public init(closingDate: CivilDate, months: Int, amountCents: Int64, source: String, kind: Kind) {
        self.closingDate = closingDate
        self.months = months
        self.amountCents = amountCents
        self.source = source
        self.kind = kind
    }

    private enum CodingKeys: String, CodingKey {
        case closingDate = "closing_date", months, amountCents = "amount_cents", source, kind
    }

    public var money: Money { Money(cents: amountCents) }

    /// The amount of twelve months at the exercise's pace, in cents; nil when the length (under 3 or over 24 months)
    /// says nothing about a year, or when the result does not fit.
    public var annualisedCents: Int64? {
        guard months != 0, months != 12 else { return amountCents }
        guard (3...24).contains(months) else { return nil }
        return Int64(exactly: Int128.rounding(Int128(amountCents) * 12, by: Int128(months)))
    }
}

extension Int128 {
    /// `number / divisor`, halves away from zero; `divisor` is positive.
    static func rounding(_ number: Int128, by divisor: Int128) -> Int128 {
        (number + (number < 0 ? -divisor : divisor) / 2) / divisor
    }
}
