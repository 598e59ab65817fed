import Foundation
import ServiceKit

/// What pipeline-monitor is told from outside, beyond what every service is.
struct PipelineMonitorConfig: Sendable {
    /// Local time of the daily report.
    let reportAt: (hour: Int, minute: Int)
    /// Between two looks at the open deals, minutes.
    let checkMinutes: Int
    /// Share of stuck deals above which a department is warned, percent.
    let stuckShareAlert: Int
    /// In which a day begins and ends.
    let timeZone: TimeZone

    /// - Throws: ``SettingsError`` naming the variable and what was expected.
    init(_ settings: Settings) throws {
        let time = try settings.text(
            "FILON_PIPELINE_REPORT_AT",
            default: "07:30",
            "local time of the daily report, HH:MM"
        )
        guard let reportAt = Self.time(time) else {
            throw SettingsError("FILON_PIPELINE_REPORT_AT must be a time of day, HH:MM, e.g. 07:30.")
        }
        self.reportAt = reportAt
        checkMinutes = try settings.integer(
            "FILON_PIPELINE_CHECK_MINUTES",
            default: 15,
            in: 1...1440,
            "minutes between two looks at the open deals"
        )
        stuckShareAlert = try settings.integer(
            "FILON_PIPELINE_STUCK_SHARE_ALERT",
            default: 30,
            in: 1...100,
            "percent of stuck deals above which a department is warned"
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

    private static func time(_ text: String) -> (hour: Int, minute: Int)? {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, parts.allSatisfy({ (1...2).contains($0.utf8.count) }),
            let hour = Int(parts[0]), let minute = Int(parts[1]), (0...23).contains(hour), (0...59).contains(minute)
        else { return nil }
        return (hour, minute)
    }
}
