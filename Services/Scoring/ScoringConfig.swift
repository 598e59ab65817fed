import Foundation
import ServiceKit

/// What scoring is told from outside, beyond what every service is.
struct ScoringConfig: Sendable {
    /// In which a day begins and ends.
    let timeZone: TimeZone
    /// Companies that a look at every lead, or a dry run of rules, takes in one transaction.
    let page: Int

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
        page = try settings.integer(
            "FILON_SCORING_PAGE",
            default: 1000,
            in: 1...10_000,
            "companies looked at in one transaction when every lead is"
        )
    }
}
