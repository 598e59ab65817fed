import Contracts
import Foundation
import HTTPClient
import ServiceKit

/// What the notifier needs beyond what every service needs.
struct NotifierConfig: Sendable {
    struct Mail: Sendable {
        let server: SMTPServer
        let from: MailAddress

        /// The sender's, behind the `@`.
        var domain: String { String(from.address.split(separator: "@").last ?? "localhost.localdomain") }
    }

    let mail: Mail?
    let slack: SlackRoute?
    let links: ConsoleLinks
    let zone: TimeZone
    let digest: DigestRule
    /// Sends a second, by channel.
    let rates: [Channel: Int]

    /// Behind the `@` of Message-IDs.
    var domain: String { mail?.domain ?? "localhost.localdomain" }

    var channels: [Channel] { Channel.allCases.filter { $0 == .email ? mail != nil : slack != nil } }

    /// - Throws: ``SettingsError`` naming the variable and what it should hold.
    init(_ settings: Settings) throws {
        mail = try Self.mail(settings)
        slack = try Self.slack(settings)
        links = ConsoleLinks(base: try Self.address("FILON_CONSOLE_URL", "the console's address, for links", settings))
        let zone = try settings.text(
            "FILON_TIME_ZONE",
            default: "Europe/Paris",
            "time zone of the business, an IANA name"
        )
        guard let zone = TimeZone(identifier: zone) else {
            throw SettingsError("FILON_TIME_ZONE must be an IANA time zone, e.g. Europe/Paris.")
        }
        self.zone = zone
        digest = DigestRule(
            above: try settings.integer(
                "FILON_NOTIFIER_DIGEST_ABOVE",
                default: 5,
                in: 1...1000,
                "new leads told one by one, further ones together"
            ),
            window: .seconds(
                try settings.integer(
                    "FILON_NOTIFIER_DIGEST_SECONDS",
                    default: 60,
                    in: 0...86_400,
                    "how long further leads are gathered; 0: only those that wait anyway"
                )
            )
        )
        rates = [
            .email: try settings.integer(
                "FILON_NOTIFIER_EMAIL_PER_SECOND",
                default: 50,
                in: 1...1000,
                "mails a second"
            ),
            .slack: try settings.integer(
                "FILON_NOTIFIER_SLACK_PER_SECOND",
                default: 4,
                in: 1...100,
                "Slack posts a second"
            ),
        ]
    }

    private static func mail(_ settings: Settings) throws -> Mail? {
        let url = settings.optional("FILON_SMTP_URL", "the mail server, smtp://host:port or smtps://host:port")
        let user = settings.optional("FILON_SMTP_USER", "user at the mail server")
        let password = settings.optional("FILON_SMTP_PASSWORD", secret: true, "password at the mail server")
        let sender = settings.optional("FILON_SMTP_FROM", "sender of mails, a@b.fr or Name <a@b.fr>")
        guard let url else { return nil }
        guard url.hasPrefix("smtp://") || url.hasPrefix("smtps://"), !url.contains("@") else {
            throw SettingsError(
                "FILON_SMTP_URL must be smtp://host:port or smtps://host:port; user and password have own variables."
            )
        }
        guard let from = address(of: sender ?? "Filon <filon@localhost.localdomain>") else {
            throw SettingsError("FILON_SMTP_FROM must be an address, a@b.fr or Name <a@b.fr>.")
        }
        var server = SMTPServer(url: url, user: user, password: password)
        server.deadline = .seconds(30)
        return Mail(server: server, from: from)
    }

    private static func slack(_ settings: Settings) throws -> SlackRoute? {
        let url = try address(
            "FILON_SLACK_URL",
            "Slack: a webhook's address, or https://slack.com/api with FILON_SLACK_TOKEN",
            settings
        )
        let token = settings.optional("FILON_SLACK_TOKEN", secret: true, "token of the Slack application")
        let name = settings.optional(
            "FILON_SLACK_DEPARTMENT",
            "department whose channel the webhook posts to; unset: no details, if there are several"
        )
        guard let url else { return nil }
        try check(url, hasToken: token != nil)
        if let token { return .api(base: url, token: token) }
        guard let name else { return .webhook(url: url, department: nil) }
        guard let department = DepartmentID(name) else {
            throw SettingsError("FILON_SLACK_DEPARTMENT must be a department's slug, e.g. commercial.")
        }
        return .webhook(url: url, department: department)
    }

    /// A webhook's address and the API's take different posts; mixed up, nobody would be told and every post refused.
    /// The address itself is a secret and is not said.
    private static func check(_ url: String, hasToken: Bool) throws {
        let parts = URLComponents(string: url)
        if !hasToken, parts?.path.hasSuffix("/api") == true {
            throw SettingsError(
                "FILON_SLACK_URL is the address of Slack's API, which needs FILON_SLACK_TOKEN; without a token it must "
                    + "be a webhook's, https://hooks.slack.com/services/…"
            )
        }
        if hasToken, parts?.host?.lowercased().hasPrefix("hooks.") == true {
            throw SettingsError(
                "FILON_SLACK_URL is a webhook's address, which takes no token: with FILON_SLACK_TOKEN it must be "
                    + "https://slack.com/api; without details for each colleague, unset FILON_SLACK_TOKEN."
            )
        }
    }

    private static func address(_ name: String, _ meaning: String, _ settings: Settings) throws -> String? {
        guard var url = settings.optional(name, secret: name == "FILON_SLACK_URL", meaning) else { return nil }
        guard url.hasPrefix("https://") || url.hasPrefix("http://"), !url.contains(where: \.isWhitespace) else {
            throw SettingsError("\(name) must be an http or https address: \(meaning).")
        }
        while url.hasSuffix("/") { url.removeLast() }
        return url
    }

    /// `a@b.fr` or `Name <a@b.fr>`; nil for anything that no mail can be sent from.
    static func address(of text: String) -> MailAddress? {
        let parts = text.split(separator: "<", maxSplits: 1, omittingEmptySubsequences: false)
        let name = parts.count == 2 ? parts[0].trimmingCharacters(in: CharacterSet(charactersIn: " \"")) : ""
        let address = parts.count == 2 ? parts[1].prefix { $0 != ">" } : parts[0]
        let sender = MailAddress(address.trimmingCharacters(in: .whitespaces), name: name.isEmpty ? nil : name)
        return sender.isValid ? sender : nil
    }
}
