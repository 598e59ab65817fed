import Contracts
import Foundation
import FrenchBusiness
import Logging
import MessagingSupport
import Postgres
import Telemetry

@testable import Enrichment
@testable import Ingest
@testable import Messaging
@testable import Notifier
@testable import PipelineMonitor
@testable import ServiceKit

/// The page of a service that has the parts of all services, each of which has something to show.
enum ShownPage {
    static func make() throws -> String {
        let settings = try Settings(environment: [
            "FILON_DATABASE_URL": "postgresql://127.0.0.1:1/none", "FILON_AMQP_URL": "amqp://127.0.0.1:1/none",
        ])
        var handlers = HandlerRegistry(.scoring)
        handlers.hear(PassOn<LeadRegistered>())
        handlers.schedule(Schedule("scoring.job", .every(.seconds(60))) { _, _ in [] })
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        let pool = PostgresPool(PostgresConfig(url: "postgresql://127.0.0.1:1/none"), size: 1)
        let messenger = Messenger(
            service: .scoring,
            database: pool,
            relayDatabase: pool,
            broker: InMemoryBroker(),
            handlers: handlers,
            logger: logger
        )
        for meter in messenger.metrics.handlers.values {
            meter.seconds.observe(.milliseconds(3))
            meter.lookSeconds.observe(.milliseconds(30))
        }
        let context = ServiceContext(
            config: try HostConfig(settings, service: .scoring),
            database: pool,
            messenger: messenger,
            logger: logger
        )
        let gatekeeper = Gatekeeper(service: .scoring, needs: 1, database: pool)
        return HealthRoutes(service: .scoring, context: context, gatekeeper: gatekeeper) {
            RequestMeter().families + SpanMeter().families + enrichment.families + SendMetrics().families
                + GivenUpMetrics().families + ImportMetrics().families + RegistryMetrics().families
        }.metrics()
    }

    private static var enrichment: EnrichmentMetrics {
        let metrics = EnrichmentMetrics()
        var call = ProviderCall(
            step: StepKey(provider: "recherche_entreprises", question: "by_siren"),
            siren: .laPoste,
            at: Date()
        )
        call.finish(200, after: .milliseconds(40))
        metrics.called(call)
        metrics.waited(for: "recherche_entreprises", .milliseconds(4))
        metrics.hit("dossier")
        metrics.identified("certain")
        metrics.breaker(of: "recherche_entreprises", isOpen: false)
        return metrics
    }
}
