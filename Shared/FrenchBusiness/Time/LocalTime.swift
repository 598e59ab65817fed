public import Foundation

extension CivilDate {
    /// The day that clocks in `zone` show at `instant`, held within `earliest...latest`.
    public init(_ instant: Date, in zone: TimeZone) {
        self.init(clamping: LocalTime.seconds(of: instant, in: zone).dividedDown(by: 86_400))
    }

    /// The instant `minute` minutes of the clock after midnight in `zone`. In the hour that clocks skip in spring it is
    /// as if they had not been moved yet; in the hour that they repeat in autumn it is the first.
    public func instant(minute: Int = 0, in zone: TimeZone) -> Date {
        LocalTime.instant(localSeconds: Int(daysSinceEpoch) * 86_400 + min(max(minute, 0), 1440) * 60, in: zone)
    }
}

enum LocalTime {
    /// Seconds from 1970-01-01 00:00 of the zone's own clock; instants outside the years 1...9999 are held to them.
    static func seconds(of instant: Date, in zone: TimeZone) -> Int {
        let seconds = bounded(instant)
        return seconds + zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(seconds)))
    }

    /// Whole seconds since 1970-01-01 UTC, rounded down.
    static func bounded(_ instant: Date) -> Int {
        let seconds = instant.timeIntervalSince1970
        guard seconds.isFinite else { return seconds > 0 ? latest : seconds < 0 ? earliest : 0 }
        return Int(min(max(seconds.rounded(.down), Double(earliest)), Double(latest)))
    }

    static func instant(localSeconds: Int, in zone: TimeZone) -> Date {
        func offset(_ seconds: Int) -> Int { zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(seconds))) }
        // The offset a day earlier is the one before a change of clocks: right unless the change lies between.
        let before = localSeconds - offset(localSeconds - 86_400)
        if offset(before) == localSeconds - before { return Date(timeIntervalSince1970: Double(before)) }
        let after = localSeconds - offset(localSeconds + 86_400)
        let isRight = offset(after) == localSeconds - after
        return Date(timeIntervalSince1970: Double(isRight ? after : before))
    }

    private static let earliest = Int(CivilDate.earliest.daysSinceEpoch) * 86_400
    private static let latest = Int(CivilDate.latest.daysSinceEpoch) * 86_400 + 86_399
}

extension Int {
    /// The quotient rounded towards minus infinity; `divisor` is positive.
    func dividedDown(by divisor: Int) -> Int {
        self >= 0 ? self / divisor : -((-self + divisor - 1) / divisor)
    }
}
