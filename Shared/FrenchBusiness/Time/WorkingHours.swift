/// When people work, by day of the week.
public struct WorkingHours: Hashable, Sendable, Codable {
    /// In order and apart from each other; a day that is absent is off.
    public let byWeekday: [Weekday: [MinuteRange]]

    /// Stretches are sorted, and joined where they touch or overlap.
    public init(_ byWeekday: [Weekday: [MinuteRange]]) {
        self.byWeekday = byWeekday.mapValues(Self.joined).filter { !$0.value.isEmpty }
    }

    /// The same stretches from Monday to Friday.
    public init(mondayToFriday ranges: [MinuteRange]) {
        self.init(Dictionary(uniqueKeysWithValues: Weekday.allCases.filter { !$0.isWeekend }.map { ($0, ranges) }))
    }

    public init(from decoder: any Decoder) throws {
        self.init(try decoder.singleValueContainer().decode([Weekday: [MinuteRange]].self))
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(byWeekday)
    }

    /// Monday to Friday, 9:00 to 12:30 and 14:00 to 18:00.
    public static let office = WorkingHours(
        mondayToFriday: [MinuteRange(hours: 9, 12, halfPast: true), MinuteRange(hours: 14, 18)])

    /// When consumers may be called (décret 2022-1313): Monday to Friday, 10:00 to 13:00 and 14:00 to 20:00. A sole
    /// trader's telephone may be a private one, so it is the rule for them too.
    public static let consumerCalls = WorkingHours(
        mondayToFriday: [MinuteRange(hours: 10, 13), MinuteRange(hours: 14, 20)])

    public func ranges(on weekday: Weekday) -> [MinuteRange] { byWeekday[weekday] ?? [] }

    /// Minutes of a week without holidays.
    public var weeklyMinutes: Int { byWeekday.values.joined().reduce(0) { $0 + $1.length } }

    private static func joined(_ ranges: [MinuteRange]) -> [MinuteRange] {
        ranges.sorted { $0.start < $1.start }.reduce(into: []) { joined, range in
            if let last = joined.last, range.start <= last.end,
                let wider = MinuteRange(start: last.start, end: max(last.end, range.end))
            {
                joined[joined.count - 1] = wider
            } else {
                joined.append(range)
            }
        }
    }
}
