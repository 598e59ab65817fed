import Foundation
import ServiceKit

/// Enrichment's own settings.
struct EnrichmentConfig: Sendable {
    let databaseURL: String
    let rechercheURL: String
    let ratiosURL: String
    /// Calls a second, by all replicas together.
    let rechercheRate: Int
    let ratiosRate: Int
    let breaker: Duration
    let timeout: Duration
    /// Look-ups at once in this replica.
    let lookups: Int
}

extension EnrichmentConfig {
    /// - Throws: ``SettingsError`` naming the variable and the remedy.
    init(_ settings: Settings) throws {
        databaseURL = try settings.text("FILON_DATABASE_URL", "the service's PostgreSQL address, as libpq takes it")
        rechercheURL = try Self.base(
            "FILON_RECHERCHE_ENTREPRISES_URL",
            default: "https://recherche-entreprises.api.gouv.fr",
            settings
        )
        ratiosURL = try Self.base("FILON_RATIOS_INPI_BCE_URL", default: "https://data.economie.gouv.fr", settings)
        rechercheRate = try settings.integer(
            "FILON_RECHERCHE_ENTREPRISES_RATE",
            default: 7,
            in: 1...10_000,
            "calls a second, all replicas together"
        )
        ratiosRate = try settings.integer(
            "FILON_RATIOS_INPI_BCE_RATE",
            default: 5,
            in: 1...10_000,
            "calls a second, all replicas together"
        )
        breaker = .seconds(
            try settings.integer(
                "FILON_ENRICHMENT_BREAKER_SECONDS",
                default: 300,
                in: 1...86_400,
                "pause after five failures of a provider in a row"
            )
        )
        timeout = .seconds(
            try settings.integer(
                "FILON_ENRICHMENT_TIMEOUT_SECONDS",
                default: 10,
                in: 1...60,
                "a call's longest duration"
            )
        )
        lookups = try settings.integer(
            "FILON_ENRICHMENT_LOOKUPS",
            default: 256,
            in: 1...1000,
            "companies looked up at once"
        )
    }

    private static func base(_ name: String, default fallback: String, _ settings: Settings) throws -> String {
        let text = try settings.text(name, default: fallback, "the provider's base address, without the operation")
        guard let url = URL(string: text), ["http", "https"].contains(url.scheme), url.host()?.isEmpty == false else {
            throw SettingsError("\(name) must be an http or https address without the operation, e.g. \(fallback).")
        }
        return text
    }
}
