import Foundation
import FrenchBusiness

/// Days and moments in words, by the clock of one zone.
struct MomentWords: Sendable {
    let zone: TimeZone

    /// `mardi 24 novembre 2026 à 11 h 30`; `Tuesday 24 November 2026 at 11:30`.
    func moment(_ date: Date, in language: Language) -> String {
        let day = CivilDate(date, in: zone)
        let minutes = Self.minuteOfDay(date, in: zone)
        let (hour, minute) = (minutes / 60, minutes % 60)
        let padded = minute < 10 ? "0\(minute)" : "\(minute)"
        let time = language("\(hour)\u{A0}h" + (minute == 0 ? "" : "\u{A0}\(padded)"), "\(hour):\(padded)")
        return self.day(day, in: language) + language(" à ", " at ") + time
    }

    /// `mardi 24 novembre 2026`.
    func day(_ day: CivilDate, in language: Language) -> String {
        language(
            "\(day.weekday.frenchName) \(day.frenchLong)",
            "\(day.weekday.rawValue.capitalized) \(day.day) \(Self.months[day.month - 1]) \(day.year)"
        )
    }

    static func minuteOfDay(_ date: Date, in zone: TimeZone) -> Int {
        let local = Int(date.timeIntervalSince1970.rounded(.down)) + zone.secondsFromGMT(for: date)
        return ((local % 86_400) + 86_400) % 86_400 / 60
    }

    private static let months = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
        "December",
    ]
}
