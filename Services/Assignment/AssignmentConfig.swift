import Foundation
import ServiceKit

/// What assignment is told from outside, beyond what every service is.
struct AssignmentConfig: Sendable {
    /// By how much a critical lead may exceed a colleague's daily capacity, percent.
    let criticalOverflowPercent: Int
    /// Between two draws from the pool, seconds.
    let drawSeconds: Int
    /// How old a company's status may be when its lead is handed out.
    let statusDays: Int
    /// In which a day begins and ends, and hours are worked.
    let timeZone: TimeZone

    /// - Throws: ``SettingsError`` naming the variable and what was expected.
    init(_ settings: Settings) throws {
        criticalOverflowPercent = try settings.integer(
            "FILON_ASSIGNMENT_CRITICAL_OVERFLOW",
            default: 20,
            in: 0...200,
            "by how many percent critical leads may exceed a colleague's daily capacity"
        )
        drawSeconds = try settings.integer(
            "FILON_ASSIGNMENT_DRAW_SECONDS",
            default: 30,
            in: 1...3600,
            "seconds between two draws from the pool"
        )
        statusDays = try settings.integer(
            "FILON_ASSIGNMENT_STATUS_DAYS",
            default: 30,
            in: 1...365,
            "days after which a company's state and diffusion are read again before its lead is handed out"
        )
        let zone = try settings.text(
            "FILON_TIME_ZONE",
            default: "Europe/Paris",
            "time zone of the business, an IANA name"
        )
        guard let timeZone = TimeZone(identifier: zone) else {
            throw SettingsError("FILON_TIME_ZONE must be an IANA time zone, e.g. Europe/Paris.")
        }
        self.timeZone = timeZone
    }
}
