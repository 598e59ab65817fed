public import Foundation

/// Business time: working hours, public holidays and days off, by the clock of one zone.
///
/// Pure and cheap to copy; an absence or another département's holidays make another calendar. Seconds are whole:
/// fractions of an instant are dropped.
public struct WorkingCalendar: Hashable, Sendable {
    public let hours: WorkingHours
    public let holidays: PublicHolidays
    /// Days off besides weekends and public holidays: a bridge day, a holiday of the house.
    public let closedDays: Set<CivilDate>
    public let zone: TimeZone

    public init(
        hours: WorkingHours = .office,
        holidays: PublicHolidays = PublicHolidays(),
        closedDays: Set<CivilDate> = [],
        zone: TimeZone = .paris
    ) {
        self.hours = hours
        self.holidays = holidays
        self.closedDays = closedDays
        self.zone = zone
    }

    /// A day on which somebody works.
    public func isBusinessDay(_ date: CivilDate) -> Bool { !ranges(on: date).isEmpty }

    /// The business day that many business days later (earlier when negative); 0 is the day itself or the next one.
    /// Nil when there is none within ten years.
    public func businessDay(_ count: Int, after date: CivilDate) -> CivilDate? {
        let step = count < 0 ? -1 : 1
        var left = count == 0 ? 1 : count.magnitude
        var day = count == 0 ? date.adding(days: -1) : date
        for _ in 0..<Self.horizonDays {
            day = day.adding(days: step)
            guard isBusinessDay(day) else { continue }
            left -= 1
            if left == 0 { return day }
        }
        return nil
    }

    /// Business days after `start` up to and including `end`; 0 when `end` is not later.
    public func businessDays(after start: CivilDate, through end: CivilDate) -> Int {
        var count = 0
        var day = start
        while day < end {
            day = day.adding(days: 1)
            if isBusinessDay(day) { count += 1 }
        }
        return count
    }

    /// The stretches of a day that are worked.
    public func ranges(on date: CivilDate) -> [MinuteRange] {
        let ranges = hours.ranges(on: date.weekday)
        return ranges.isEmpty || closedDays.contains(date) || holidays.contains(date) ? [] : ranges
    }

    /// How far ahead the calendar looks before it says that no working time comes: ten years.
    static let horizonDays = 3653
}

extension TimeZone {
    /// Europe/Paris; UTC on a system without zone data, where business hours shift by one or two.
    public static var paris: TimeZone { TimeZone(identifier: "Europe/Paris") ?? .gmt }
}
