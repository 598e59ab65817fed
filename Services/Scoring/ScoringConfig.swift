import Foundation
import ServiceKit

/// What scoring is told from outside, beyond what every service is.
struct ScoringConfig: Sendable {
    /// In which a day begins and ends.
    let timeZone: TimeZone

    /// - Throws: ``SettingsError`` for a zone that does not exist.
    init(_ settings: Settings) throws {
        let name = try settings.text(
            "FILON_TIME_ZONE",
            default: "Europe/Paris",
            "time zone of the business, an IANA name"
        )
        guard let zone = TimeZone(identifier: name) else {
            throw SettingsError("FILON_TIME_ZONE must be an IANA time zone, e.g. Europe/Paris.")
        }
        timeZone = zone
    }
}
