public import Foundation

extension WorkingCalendar {
    public func isWorkingTime(_ instant: Date) -> Bool {
        let seconds = Date(timeIntervalSince1970: Double(LocalTime.bounded(instant)))
        return spans(on: CivilDate(instant, in: zone)).contains { $0.start <= seconds && seconds < $0.end }
    }

    /// The instant itself when it is worked, or the next opening; nil when none comes within ten years.
    public func nextWorkingTime(from instant: Date) -> Date? { adding(minutes: 0, to: instant) }

    /// The instant at which `minutes` of working time have passed, for a promise such as "within two hours". A minute
    /// that ends with the day falls on the closing, not on the next opening. Negative counts are taken as 0, which gives
    /// the next working time. Nil when that takes over ten years.
    public func adding(minutes: Int, to instant: Date) -> Date? {
        var left = Double(max(0, minutes)) * 60
        let start = Date(timeIntervalSince1970: Double(LocalTime.bounded(instant)))
        var day = CivilDate(instant, in: zone)
        for _ in 0..<Self.horizonDays {
            for span in spans(on: day) where span.end > start {
                let from = max(span.start, start)
                let available = span.end.timeIntervalSince(from)
                if left <= available { return from.addingTimeInterval(left) }
                left -= available
            }
            day = day.adding(days: 1)
        }
        return nil
    }

    /// Whole minutes of working time from one instant to another, rounded down; 0 when `end` is not later. Looks at
    /// most ten years ahead.
    public func workingMinutes(from start: Date, to end: Date) -> Int {
        let first = Date(timeIntervalSince1970: Double(LocalTime.bounded(start)))
        let last = Date(timeIntervalSince1970: Double(LocalTime.bounded(end)))
        guard first < last else { return 0 }
        var seconds = 0.0
        var day = CivilDate(start, in: zone)
        let lastDay = min(CivilDate(end, in: zone), day.adding(days: Self.horizonDays))
        while day <= lastDay {
            for span in spans(on: day) {
                seconds += max(0, min(span.end, last).timeIntervalSince(max(span.start, first)))
            }
            guard day < .latest else { break }
            day = day.adding(days: 1)
        }
        return Int(seconds) / 60
    }

    /// The day's stretches as instants, so that a change of clocks inside one counts as it lasts.
    private func spans(on day: CivilDate) -> [(start: Date, end: Date)] {
        ranges(on: day).map { (day.instant(minute: $0.start, in: zone), day.instant(minute: $0.end, in: zone)) }
    }
}
