import Contracts
import Foundation
import HTTPClient
import Messaging
import Postgres
import ServiceKit

/// Puts enrichment's parts together, as `main` and the tests run them.
struct EnrichmentPlan: Sendable {
    let enricher: Enricher
    let identifier: IdentifyCompany
    let metrics = EnrichmentMetrics()

    init(
        _ config: EnrichmentConfig,
        database: PostgresPool,
        http: HTTPClient,
        now: @escaping @Sendable () -> Date = { Date() }
    ) {
        let providers: [(any Provider, Int)] = [
            (RechercheEntreprises(baseURL: config.rechercheURL), config.rechercheRate),
            (RatiosInpiBce(baseURL: config.ratiosURL), config.ratiosRate),
        ]
        let metrics = metrics
        let callers = providers.map { provider, rate in
            let terms = ProviderTerms(name: provider.name, perSecond: rate, breaker: config.breaker)
            return ProviderCaller(
                provider: provider,
                terms: terms,
                pacer: RatePacer(terms, database: database, metrics: metrics),
                http: http,
                database: database,
                metrics: metrics,
                timeout: config.timeout,
                now: now
            )
        }
        enricher = Enricher(callers: callers, database: database, metrics: metrics, now: now)
        identifier = IdentifyCompany(
            finder: CompanyFinder(
                caller: NameSearchCaller(
                    search: NameSearch(baseURL: config.rechercheURL),
                    terms: callers[0].terms,
                    pacer: callers[0].pacer,
                    http: http,
                    database: database,
                    metrics: metrics,
                    timeout: config.timeout,
                    now: now
                ),
                database: database,
                now: now
            ),
            metrics: metrics
        )
    }

    /// What enrichment hears and does on its own.
    func handlers(lookups: Int) -> HandlerRegistry {
        var handlers = HandlerRegistry(.enrichment)
        handlers.hear(EnrichAnnounced<CompanyRegistered>(enricher: enricher), lookups: lookups)
        handlers.hear(EnrichAnnounced<CompanyUpdated>(enricher: enricher), lookups: lookups)
        handlers.hear(EnrichRequested(enricher: enricher), lookups: lookups)
        handlers.hear(identifier, lookups: lookups)
        handlers.hear(HeedObjection())
        handlers.hear(ForgetPerson())
        handlers.schedule(Jobs.lookAgain)
        handlers.schedule(Jobs.throwAway)
        return handlers
    }
}
