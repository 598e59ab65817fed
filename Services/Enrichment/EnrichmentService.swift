import Contracts
import Foundation
import HTTPClient
import Postgres
import ServiceKit

/// Finds the official facts and the turnover of every company, by itself.
@main
struct EnrichmentService {
    static func main() async {
        await ServiceHost.run(.enrichment) { settings in
            let config = try EnrichmentConfig(settings)
            // Sessions of the looks, apart from the handlers': a look holds none while it waits for a provider.
            let database = PostgresPool(
                PostgresConfig(url: config.databaseURL, applicationName: "filon enrichment looks"),
                size: 4
            )
            let http = HTTPClient(userAgent: "Filon/\(Version.current) (prospection B2B)")
            let plan = EnrichmentPlan(config, database: database, http: http)
            return ServicePlan(
                handlers: plan.handlers(lookups: config.lookups),
                schemaVersion: 8,
                routes: { router, context in
                    RatiosDoor(
                        database: context.database,
                        loads: PostgresConfig(url: config.databaseURL, applicationName: "filon enrichment files"),
                        logger: context.logger,
                        now: { Date() }
                    ).add(to: router)
                },
                metrics: { plan.metrics.families }
            )
        }
    }
}
