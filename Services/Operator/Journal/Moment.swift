import ArgumentParser
import Foundation

/// A point in time as an operator types it: `90s`, `30m`, `2h` or `3d` ago, `2026-03-01`, or an ISO 8601 time with its
/// zone.
struct Moment: ExpressibleByArgument, Sendable {
    let date: Date
    private let isDay: Bool

    init(_ date: Date) { self.init(date, isDay: false) }

    private init(_ date: Date, isDay: Bool) { (self.date, self.isDay) = (date, isDay) }

    init?(argument: String) { self.init(argument, now: Date()) }

    init?(_ text: String, now: Date) {
        if let unit = text.last, let seconds = Self.seconds[unit], let count = Int(text.dropLast()), count >= 0 {
            self.init(now.addingTimeInterval(-Double(count) * seconds))
        } else if text.utf8.count == 10, let day = try? Date(text, strategy: .iso8601.year().month().day()) {
            self.init(day, isDay: true)
        } else if let time = try? Date(text, strategy: .iso8601) {
            self.init(time)
        } else if let time = try? Date(text, strategy: Date.ISO8601FormatStyle(includingFractionalSeconds: true)) {
            self.init(time)
        } else {
            return nil
        }
    }

    /// A day as typed means all of it.
    var endOfDay: Date { isDay ? date.addingTimeInterval(86_400) : date }

    private static let seconds: [Character: Double] = ["s": 1, "m": 60, "h": 3_600, "d": 86_400]
}
