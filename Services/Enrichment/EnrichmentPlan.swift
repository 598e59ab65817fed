import Contracts
import Foundation
import HTTPClient
import Messaging
import Postgres
import ServiceKit

/// Puts enrichment's parts together, as `main` and the tests run them.
struct EnrichmentPlan: Sendable {
    let enricher: Enricher
    let checks: [ProviderCheck]
    /// nil where BODACC is not asked
    let notices: NoticeReader?
    /// Providers without an address or a key.
    let missing: [String]
    /// nil where the State's search is not asked
    let identifier: IdentifyCompany?
    /// nil where the State's search is not asked
    let slices: SliceReader?
    /// Calls that it takes in a minute.
    let searchesPerMinute: Int?
    let metrics = EnrichmentMetrics()

    init(
        _ config: EnrichmentConfig,
        database: PostgresPool,
        http: HTTPClient,
        making: (ProviderSettings) -> [any Provider] = Providers.made,
        now: @escaping @Sendable () -> Date = { Date() }
    ) {
        let metrics = metrics
        let answers = Answers(database: database)
        var callers: [StepKey: ProviderCaller] = [:]
        var checks: [ProviderCheck] = []
        for settings in config.providers {
            let terms = ProviderTerms(
                name: settings.name,
                calls: settings.calls,
                period: settings.seconds,
                breaker: config.breaker
            )
            // All questions of a provider share its pace and its session.
            let pacer = RatePacer(terms, database: database, metrics: metrics)
            let questions = making(settings)
            let sessions = questions.lazy.compactMap(\.login).first.map { login in
                SessionKeeper(
                    terms: terms,
                    login: login,
                    http: http,
                    database: database,
                    listening: PostgresConfig(url: config.databaseURL, applicationName: "filon enrichment sessions"),
                    timeout: config.timeout,
                    now: now
                )
            }
            for provider in questions {
                let gate =
                    provider.obeysRobots
                    ? RobotsGate(
                        baseURL: settings.url,
                        terms,
                        http: http,
                        database: database,
                        timeout: config.timeout,
                        now: now
                    ) : nil
                let ledger = Ledger(terms: terms, database: database, metrics: metrics, answers: answers)
                let batch = (provider as? any BatchProvider).map {
                    let caller = FreeCaller(ledger: ledger, http: http, timeout: config.timeout, now: now)
                    return BatchCaller($0, pacer, caller)
                }
                let caller = ProviderCaller(
                    provider: provider,
                    terms: terms,
                    pacer: pacer,
                    sessions: provider.login == nil ? nil : sessions,
                    gate: gate,
                    batch: batch,
                    http: http,
                    ledger: ledger,
                    timeout: config.timeout,
                    now: now
                )
                callers[caller.key] = caller
                guard checks.last?.name != settings.name else { continue }
                checks.append(
                    ProviderCheck(
                        name: settings.name,
                        caller: caller,
                        credits: Providers.credits(of: settings),
                        needsKey: settings.token != nil || settings.password != nil
                    )
                )
            }
        }
        self.checks = checks
        notices = NoticeReader(callers[StepKey(provider: ProviderName.bodacc, question: "by_siren")])
        missing = ProviderSettings.missing(config.providers)
        enricher = Enricher(callers: callers, database: database, metrics: metrics, now: now)
        let search = config.providers.first { $0.name == ProviderName.rechercheEntreprises }
        searchesPerMinute = search.map { max(1, $0.calls * 60 / max(1, $0.seconds)) }
        slices = callers[StepKey(provider: ProviderName.rechercheEntreprises, question: "by_siren")].map { caller in
            SliceReader(
                baseURL: search?.url ?? "",
                pacer: caller.pacer,
                caller: FreeCaller(ledger: caller.ledger, http: http, timeout: config.timeout, now: now),
                cap: config.searchCap
            )
        }
        identifier = callers[StepKey(provider: ProviderName.rechercheEntreprises, question: "by_siren")].map { caller in
            IdentifyCompany(
                finder: CompanyFinder(
                    caller: NameSearchCaller(
                        search: NameSearch(baseURL: search?.url ?? ""),
                        pacer: caller.pacer,
                        caller: FreeCaller(ledger: caller.ledger, http: http, timeout: config.timeout, now: now)
                    ),
                    database: database,
                    now: now
                ),
                metrics: metrics
            )
        }
    }

    /// What enrichment hears and does on its own.
    func handlers(lookups: Int) -> HandlerRegistry {
        var handlers = HandlerRegistry(.enrichment)
        handlers.hear(EnrichAnnounced<CompanyRegistered>(enricher: enricher), lookups: lookups)
        handlers.hear(EnrichAnnounced<CompanyUpdated>(enricher: enricher), lookups: lookups)
        handlers.hear(EnrichRequested(enricher: enricher), lookups: lookups)
        if let identifier { handlers.hear(identifier, lookups: lookups) }
        handlers.hear(HeedObjection())
        handlers.hear(ForgetPerson())
        handlers.hear(WatchNotices(notices: notices))
        handlers.hear(ChangeProvider(checks: checks, missing: missing))
        handlers.hear(PublishWaterfall())
        handlers.hear(KeepTurnover(now: enricher.now))
        handlers.hear(SearchByRequest(perMinute: searchesPerMinute, now: enricher.now))
        handlers.hear(ReadSlice(reader: slices, database: enricher.database, now: enricher.now), lookups: lookups)
        handlers.schedule(ReadSlice.takeUp)
        handlers.schedule(Jobs.lookAgain)
        handlers.schedule(Jobs.watchNotices)
        handlers.schedule(Jobs.measureSectors)
        handlers.schedule(Jobs.throwAway)
        return handlers
    }
}
