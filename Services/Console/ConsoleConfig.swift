import Foundation
import ServiceKit

/// What the console's own settings say.
struct ConsoleConfig: Sendable {
    /// Base of links to the console; its scheme says whether cookies are for https only.
    let publicURL: String
    let timeZone: TimeZone

    var isSecure: Bool { publicURL.hasPrefix("https://") }

    init(publicURL: String, timeZone: TimeZone) {
        self.publicURL = publicURL
        self.timeZone = timeZone
    }

    /// - Throws: `SettingsError` naming the variable and the remedy.
    init(_ settings: Settings) throws {
        let url = try settings.text(
            "FILON_CONSOLE_URL",
            default: "http://127.0.0.1:8080",
            "the address at which people reach the console"
        )
        guard url.hasPrefix("http://") || url.hasPrefix("https://") else {
            throw SettingsError("FILON_CONSOLE_URL must begin with http:// or https://, e.g. https://filon.example.fr.")
        }
        let zone = try settings.text(
            "FILON_TIME_ZONE",
            default: "Europe/Paris",
            "time zone of the business, an IANA name"
        )
        guard let timeZone = TimeZone(identifier: zone) else {
            throw SettingsError("FILON_TIME_ZONE must be an IANA time zone, e.g. Europe/Paris.")
        }
        self.init(publicURL: url, timeZone: timeZone)
    }
}
