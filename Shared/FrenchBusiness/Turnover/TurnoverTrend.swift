/// How turnover moved from one exercise to the next, both brought to twelve months.
public struct TurnoverTrend: Codable, Hashable, Sendable {
    /// Hundredths of a percent: 1250 is +12.5 %. At least -10,000.
    public let basisPoints: Int
    public let from: CivilDate
    public let to: CivilDate

    /// More than tenfold or less than a tenth. Real companies do it (a business is sold), wrong units too: show it,
    /// believe it less.
    public var isSuspicious: Bool { basisPoints > 90_000 || basisPoints < -9000 }

    /// Nil when the two say nothing about a year's movement: different kinds of accounts, an exercise of odd length
    /// (see `TurnoverYear.annualisedCents`), a start at or below zero, a negative end, or closings less than 6 or more
    /// than 24 months apart (a hole in the series is not a year).
    public init?(from older: TurnoverYear, to newer: TurnoverYear) {
        let days = older.closingDate.days(until: newer.closingDate)
        guard older.kind == newer.kind, (180...731).contains(days),
            let start = older.annualisedCents, start > 0, let end = newer.annualisedCents, end >= 0,
            let points = Int(exactly: Int128.rounding((Int128(end) - Int128(start)) * 10_000, by: Int128(start)))
        else { return nil }
        basisPoints = points
        from = older.closingDate
        to = newer.closingDate
    }

    /// The latest movement in a series of any order: between the last exercise and the nearest earlier one with which a
    /// trend exists. Social accounts are used where there are any.
    public static func latest(of years: [TurnoverYear]) -> TurnoverTrend? {
        let social = years.filter { $0.kind == .social }
        let series = (social.isEmpty ? years : social).sorted { $0.closingDate > $1.closingDate }
        guard let last = series.first else { return nil }
        return series.dropFirst().lazy.compactMap { TurnoverTrend(from: $0, to: last) }.first
    }

    /// `"+12,5 %"`, `"-3,4 %"`, `"0 %"`: one decimal, the space unbreakable.
    public var formatted: String {
        let tenths = (basisPoints.magnitude + 5) / 10
        let sign = tenths == 0 ? "" : basisPoints < 0 ? "-" : "+"
        let decimal = tenths % 10 == 0 ? "" : ",\(tenths % 10)"
        return sign + Digits.grouped(String(tenths / 10), by: 3, separator: "\u{202F}") + decimal + "\u{A0}%"
    }
}
