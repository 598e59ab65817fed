/// A day of the Gregorian calendar without time or zone: a `date` column.
public struct CivilDay: Hashable, Comparable, Sendable, Codable {
    public var year: Int
    /// 1–12.
    public var month: Int
    /// 1–31.
    public var day: Int

    public init(year: Int, month: Int, day: Int) {
        self.year = year
        self.month = month
        self.day = day
    }

    public static func < (left: CivilDay, right: CivilDay) -> Bool {
        (left.year, left.month, left.day) < (right.year, right.month, right.day)
    }

    /// Counts years from 1 March of year 0, so that the leap day is a year's last.
    init(daysSinceEpoch: Int) {
        let days = daysSinceEpoch + 719_468  // 0000-03-01 to 1970-01-01
        let era = (days >= 0 ? days : days - 146_096) / 146_097  // 400 years
        let dayOfEra = days - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shifted = (5 * dayOfYear + 2) / 153  // months from March; 153 days are five of them
        month = shifted < 10 ? shifted + 3 : shifted - 9
        day = dayOfYear - (153 * shifted + 2) / 5 + 1
        year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    }

    /// Days since 1970-01-01; negative before it.
    var daysSinceEpoch: Int {
        let year = month <= 2 ? year - 1 : year
        let era = (year >= 0 ? year : year - 399) / 400
        let yearOfEra = year - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }

    /// Whether the calendar has this day, within the years that PostgreSQL and ISO 8601 write with four digits.
    var isValid: Bool {
        (1...9999).contains(year) && (1...12).contains(month) && (1...31).contains(day)
            && CivilDay(daysSinceEpoch: daysSinceEpoch) == self
    }
}

extension CivilDay: CustomStringConvertible {
    /// ISO 8601: 2024-02-29.
    public var description: String { "\(padded(year, to: 4))-\(padded(month, to: 2))-\(padded(day, to: 2))" }
}

func padded(_ number: Int, to width: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
}

extension CivilDay: PostgresBindable, PostgresDecodable {
    /// 1970-01-01 to 2000-01-01, where PostgreSQL starts to count.
    static let postgresEpochDays = 10_957

    public var postgresText: String { description }

    /// - Throws: ``PostgresError/Code/binding`` for a day that the calendar lacks.
    public func writeBinary(
        into writer: inout PostgresWriter,
        as type: PostgresType
    ) throws(PostgresError) -> Bool {
        guard isValid else { throw PostgresError(.binding, "bind", reason: "no such day in the calendar") }
        guard type == .date else { return false }
        writer.integer(Int32(daysSinceEpoch - Self.postgresEpochDays))
        return true
    }

    public static func decode(_ cell: PostgresCell) throws(PostgresError) -> CivilDay {
        guard cell.type == .date else { throw cell.mismatch("a date") }
        let days = try cell.integer(Int32.self)
        guard days != .max, days != .min else { throw cell.mismatch("a finite date") }
        return CivilDay(daysSinceEpoch: Int(days) + postgresEpochDays)
    }
}
