import Foundation
import ServiceKit

/// Enrichment's own settings.
struct EnrichmentConfig: Sendable {
    let databaseURL: String
    let providers: [ProviderSettings]
    let breaker: Duration
    let timeout: Duration
    /// Look-ups at once in this replica.
    let lookups: Int
    /// Results of one search at most, as recherche-entreprises documents it.
    var searchCap = 10_000
}

extension EnrichmentConfig {
    /// - Throws: ``SettingsError`` naming the variable and the remedy.
    init(_ settings: Settings) throws {
        databaseURL = try settings.text("FILON_DATABASE_URL", "the service's PostgreSQL address, as libpq takes it")
        providers = try ProviderSettings.all(settings)
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
        searchCap = try settings.integer(
            "FILON_RECHERCHE_ENTREPRISES_CAP",
            default: 10_000,
            in: 25...10_000,
            "results of one search at most, as the provider documents it"
        )
    }
}
