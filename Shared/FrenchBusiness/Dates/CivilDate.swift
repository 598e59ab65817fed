/// A day of the Gregorian calendar, without time or zone: a closing date, a public holiday, a birth of a company.
///
/// Holds years 1 to 9999. Travels as `"YYYY-MM-DD"`. Arithmetic is on a count of days, after the proleptic Gregorian
/// rules (a leap year every fourth, not every hundredth, yet every four hundredth).
public struct CivilDate: TextCodable, Comparable, CustomStringConvertible {
    /// Days since 1970-01-01, negative before.
    public let daysSinceEpoch: Int32

    public static let earliest = CivilDate(clamping: firstDay)
    public static let latest = CivilDate(clamping: lastDay)

    private static let firstDay = -719_162  // 0001-01-01
    private static let lastDay = 2_932_896  // 9999-12-31

    /// Nil for a day that no calendar has, such as 31 April, and for years outside 1...9999.
    public init?(year: Int, month: Int, day: Int) {
        guard (1...9999).contains(year), (1...12).contains(month),
            day >= 1, day <= Self.length(ofMonth: month, year: year)
        else { return nil }
        daysSinceEpoch = Int32(Self.days(year: year, month: month, day: day))
    }

    /// The day that many days after 1970-01-01, held within `earliest...latest`.
    public init(clamping daysSinceEpoch: Int) {
        self.daysSinceEpoch = Int32(min(max(daysSinceEpoch, Self.firstDay), Self.lastDay))
    }

    public var year: Int { fields.year }
    /// 1...12.
    public var month: Int { fields.month }
    /// 1...31.
    public var day: Int { fields.day }

    public var weekday: Weekday {
        // 1970-01-01 was a Thursday, the fourth day of the week.
        let index = (Int(daysSinceEpoch) + 3) % 7
        return Weekday.allCases[index < 0 ? index + 7 : index]
    }

    /// Positive when `other` is later.
    public func days(until other: CivilDate) -> Int { Int(other.daysSinceEpoch) - Int(daysSinceEpoch) }

    /// The day `days` later, held within `earliest...latest`.
    public func adding(days: Int) -> CivilDate {
        let (sum, overflow) = Int(daysSinceEpoch).addingReportingOverflow(days)
        return CivilDate(clamping: overflow ? (days < 0 ? .min : .max) : sum)
    }

    /// The same day `months` later, or the last day of that month where it is shorter: 31 January and one month is
    /// 28 or 29 February. Held within `earliest...latest`.
    public func adding(months: Int) -> CivilDate {
        let (year, month, day) = fields
        guard months.magnitude <= 120_000 else { return months < 0 ? .earliest : .latest }
        let count = year * 12 + month - 1 + months
        guard count >= 12 else { return .earliest }
        let newYear = count / 12
        let newMonth = count % 12 + 1
        guard newYear <= 9999 else { return .latest }
        let newDay = min(day, Self.length(ofMonth: newMonth, year: newYear))
        return CivilDate(clamping: Self.days(year: newYear, month: newMonth, day: newDay))
    }

    public static func < (left: CivilDate, right: CivilDate) -> Bool { left.daysSinceEpoch < right.daysSinceEpoch }

    /// `"2024-12-31"`.
    public var text: String {
        let (year, month, day) = fields
        return Digits.padded(year, to: 4) + "-" + Digits.padded(month, to: 2) + "-" + Digits.padded(day, to: 2)
    }

    public var description: String { text }
}

/// Days and years, counted from 1 March so that the leap day comes last.
extension CivilDate {
    /// Year, month and day at once, cheaper than the three properties one by one.
    public var fields: (year: Int, month: Int, day: Int) {
        let shifted = Int(daysSinceEpoch) + 719_468  // days since 0000-03-01
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097  // 400 years have 146,097 days
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthFromMarch = (5 * dayOfYear + 2) / 153  // five months from March have 153 days
        let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
        let day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day)
    }

    private static func days(year: Int, month: Int, day: Int) -> Int {
        let marchYear = month <= 2 ? year - 1 : year
        let era = marchYear / 400  // years are positive here
        let yearOfEra = marchYear - era * 400
        let monthFromMarch = month > 2 ? month - 3 : month + 9
        let dayOfYear = (153 * monthFromMarch + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return era * 146_097 + dayOfEra - 719_468
    }

    static func length(ofMonth month: Int, year: Int) -> Int {
        switch month {
        case 4, 6, 9, 11: 30
        case 2: isLeap(year) ? 29 : 28
        default: 31
        }
    }

    private static func isLeap(_ year: Int) -> Bool {
        year.isMultiple(of: 4) && (!year.isMultiple(of: 100) || year.isMultiple(of: 400))
    }
}
