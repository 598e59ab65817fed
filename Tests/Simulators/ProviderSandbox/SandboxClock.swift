import Foundation
import Synchronization

/// The simulator's time: the system's, until somebody sets it or moves it on.
///
/// A clock that was set runs on from there. Token expiry, quotas of a day, the `Date` header and what has been
/// published follow it; windows of seconds follow real time plus whatever it was moved forward.
final class SandboxClock: Sendable {
    private struct Hands {
        /// Seconds between this clock and the system's.
        var offset = 0.0
        /// Seconds by which it was moved forward, all together.
        var skipped = 0.0
        var isScripted = false
    }

    private let start = ContinuousClock.now
    private let hands = Mutex(Hands())

    /// Seconds since 1970, up to the year 2200.
    var time: Double { min(max(Date().timeIntervalSince1970 + hands.withLock { $0.offset }, 0), 7_258_118_400) }

    /// Seconds since the simulator started; never runs backwards.
    var elapsed: Double {
        let real = (ContinuousClock.now - start) / .seconds(1)
        return real + hands.withLock { $0.skipped }
    }

    var isScripted: Bool { hands.withLock { $0.isScripted } }

    /// The day up to which facts have been published: today by a scripted clock, else the day on which the facts were
    /// taken, so that equal questions get equal answers in every year.
    var publicationDay: String { isScripted ? Self.day(time) : CompanyCatalogue.day }

    func set(to time: Double) {
        let system = Date().timeIntervalSince1970
        hands.withLock { hands in
            let offset = time - system
            hands.skipped += max(0, offset - hands.offset)
            hands = Hands(offset: offset, skipped: hands.skipped, isScripted: true)
        }
    }

    func advance(by seconds: Double) {
        hands.withLock { hands in
            hands.offset += seconds
            hands.skipped += max(0, seconds)
            hands.isScripted = true
        }
    }

    func reset() { hands.withLock { $0 = Hands(skipped: $0.skipped) } }

    /// `2026-11-26`
    static func day(_ time: Double) -> String { String(iso(time).prefix(10)) }

    /// `2026-11-26T08:00:00Z`
    static func iso(_ time: Double) -> String { Date(timeIntervalSince1970: time).ISO8601Format() }

    /// Seconds since 1970 of such a text; nil for another.
    static func time(iso text: String) -> Double? {
        (try? Date(text, strategy: .iso8601))?.timeIntervalSince1970
    }

    /// The form of HTTP dates (RFC 9110, 5.6.7): `Thu, 26 Nov 2026 08:00:00 GMT`, always 29 characters.
    static func http(_ time: Double) -> String {
        let iso = iso(time)
        let parts = iso.split { "-T:Z".contains($0) }.compactMap { Int($0) }
        guard parts.count == 6 else { return "Thu, 01 Jan 1970 00:00:00 GMT" }
        let days = Int((time / 86_400).rounded(.down))
        let weekday = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"][((days % 7) + 7) % 7]
        let month = [
            "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
        ][parts[1] - 1]
        let day = parts[2] < 10 ? "0\(parts[2])" : "\(parts[2])"
        return "\(weekday), \(day) \(month) \(parts[0]) \(iso.dropFirst(11).prefix(8)) GMT"
    }
}
