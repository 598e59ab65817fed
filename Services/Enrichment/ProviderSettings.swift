import Foundation
import ServiceKit

/// Where a provider is, what opens it, and how fast it may be asked.
struct ProviderSettings: Sendable {
    /// As ``ProviderName`` has it.
    let name: String
    /// Base address without the operation.
    let url: String
    /// Key or token.
    var token: String?
    var user: String?
    var password: String?
    /// So many calls…
    var calls: Int
    /// … in so many seconds, all replicas together.
    var seconds: Int
    /// Of a provider that is read as pages.
    var selectors = PageSelectors.standard

    /// What a provider is like where nobody sets anything.
    private struct Usual {
        let name: String
        /// nil: off unless its address is set
        let url: String?
        let calls: Int
        var seconds = 1
        var secret = Secret.none
    }

    private enum Secret {
        case none, token, login
    }

    /// Limits as the providers document them, or slower; see each provider's file.
    private static let usual = [
        Usual(name: ProviderName.rechercheEntreprises, url: "https://recherche-entreprises.api.gouv.fr", calls: 7),
        Usual(name: ProviderName.ratiosInpiBce, url: "https://data.economie.gouv.fr", calls: 5),
        Usual(name: ProviderName.bodacc, url: "https://bodacc-datadila.opendatasoft.com", calls: 2),
        Usual(
            name: ProviderName.sirene,
            url: "https://api.insee.fr/api-sirene/3.11",
            calls: 30,
            seconds: 60,
            secret: .token
        ),
        Usual(
            name: ProviderName.inpi,
            url: "https://registre-national-entreprises.inpi.fr/api",
            calls: 2,
            secret: .login
        ),
        Usual(name: ProviderName.pappers, url: "https://api.pappers.fr/v2", calls: 2, secret: .token),
        Usual(name: ProviderName.societeCom, url: "https://api.societe.com", calls: 2, secret: .token),
        Usual(name: ProviderName.openCorporates, url: "https://api.opencorporates.com/v0.4", calls: 1, secret: .token),
        // Off until somebody sets its address: pages may be read only as slowly as this, and only after the law was
        // looked at (code de la propriété intellectuelle, L. 342-1 and L. 342-2).
        Usual(name: ProviderName.societeComPages, url: nil, calls: 1, seconds: 10),
    ]

    /// The providers that can be asked; one without its key or address is left out.
    /// - Throws: ``SettingsError`` naming the variable and the remedy.
    static func all(_ settings: Settings) throws -> [ProviderSettings] {
        try usual.compactMap { usual in try one(usual, settings) }
    }

    /// Those that lack a key or an address.
    static func missing(_ present: [ProviderSettings]) -> [String] {
        usual.map(\.name).filter { name in !present.contains { $0.name == name } }
    }

    private static func one(_ usual: Usual, _ settings: Settings) throws -> ProviderSettings? {
        let variable = "FILON_" + usual.name.uppercased()
        let rate = try settings.integer(
            variable + "_RATE",
            default: usual.calls,
            in: 1...10_000,
            "calls in \(usual.seconds == 1 ? "a second" : "\(usual.seconds) seconds"), all replicas together"
        )
        let meaning = "the provider's base address, without the operation"
        guard let url = settings.optional(variable + "_URL", meaning, shownDefault: usual.url) ?? usual.url else {
            return nil
        }
        try check(url, variable + "_URL", usual.url ?? "https://www.societe.com")
        var provider = ProviderSettings(name: usual.name, url: url, calls: rate, seconds: usual.seconds)
        if usual.name == ProviderName.societeComPages { provider.selectors = try selectors(variable, settings) }
        switch usual.secret {
        case .none: break
        case .token:
            provider.token = settings.optional(
                variable + "_TOKEN",
                secret: true,
                "the provider's key; without it it is not asked"
            )
            guard provider.token != nil else { return nil }
        case .login:
            provider.user = settings.optional(variable + "_USER", "the provider's account; without it it is not asked")
            provider.password = settings.optional(variable + "_PASSWORD", secret: true, "the account's password")
            guard provider.user != nil, provider.password != nil else { return nil }
        }
        return provider
    }

    private static func selectors(_ variable: String, _ settings: Settings) throws -> PageSelectors {
        let name = variable + "_SELECTORS"
        let meaning = "a JSON file with the places of a page that show turnover; without it those that are built in"
        guard let path = settings.optional(name, meaning) else { return .standard }
        guard let data = FileManager.default.contents(atPath: path) else {
            throw SettingsError("\(name) names \(path), which cannot be read.")
        }
        do {
            return try PageSelectors(json: [UInt8](data))
        } catch {
            throw SettingsError("\(name): \(path) holds no selectors: \(error).")
        }
    }

    private static func check(_ url: String, _ variable: String, _ example: String) throws {
        guard let parsed = URL(string: url), ["http", "https"].contains(parsed.scheme), parsed.host()?.isEmpty == false
        else {
            throw SettingsError(
                "\(variable) must be an http or https address without the operation, e.g. \(example)."
            )
        }
    }
}
