import ArgumentParser
import Foundation

/// A point in time as an operator types it: `90s`, `30m`, `2h` or `3d` ago, `2026-03-01`, or an ISO 8601 time with its
/// zone.
struct Moment: ExpressibleByArgument, Sendable {
    let date: Date

    init(_ date: Date) { self.date = date }

    init?(argument: String) { self.init(argument, now: Date()) }

    init?(_ text: String, now: Date) {
        if let unit = text.last, let seconds = Self.seconds[unit], let count = Int(text.dropLast()), count >= 0 {
            date = now.addingTimeInterval(-Double(count) * seconds)
        } else if text.utf8.count == 10, let day = try? Date(text, strategy: .iso8601.year().month().day()) {
            date = day
        } else if let time = try? Date(text, strategy: .iso8601) {
            date = time
        } else if let time = try? Date(text, strategy: Date.ISO8601FormatStyle(includingFractionalSeconds: true)) {
            date = time
        } else {
            return nil
        }
    }

    private static let seconds: [Character: Double] = ["s": 1, "m": 60, "h": 3_600, "d": 86_400]
}
