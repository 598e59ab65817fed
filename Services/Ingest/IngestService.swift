import Contracts
import Messaging
import Postgres
import ServiceKit

/// Where prospects come from: lists over HTTP, rows on the bus, and the universe that they are chosen from.
@main
struct IngestService {
    static func main() async {
        await ServiceHost.run(.ingest) { _ in
            let (doorbell, imports, registry) = (Doorbell(), ImportMetrics(), RegistryMetrics())
            return ServicePlan(
                handlers: handlers(),
                schemaVersion: 9,
                routes: { router, context in
                    IngestRoutes(
                        database: context.database,
                        messenger: context.messenger,
                        logger: context.logger,
                        doorbell: doorbell,
                        loads: PostgresConfig(
                            url: context.config.databaseURL,
                            applicationName: "filon ingest universe"
                        ),
                        registry: registry
                    ).add(to: router)
                },
                background: { context in
                    await ImportWorker(
                        messenger: context.messenger,
                        doorbell: doorbell,
                        metrics: imports,
                        logger: context.logger
                    ).run()
                },
                metrics: { imports.families + registry.families }
            )
        }
    }

    static func handlers() -> HandlerRegistry {
        var handlers = HandlerRegistry(.ingest)
        handlers.hear(TakeSubmittedCompany())
        handlers.hear(MarkCompanyCeased())
        handlers.hear(TakeOfficialFacts())
        handlers.hear(RecordObjection())
        handlers.hear(ErasePerson())
        handlers.hear(KeepIngestToken())
        handlers.hear(TakeIdentification())
        handlers.hear(ChooseIdentification())
        handlers.hear(RestartClock())
        handlers.hear(RestartClockOnWin())
        handlers.schedule(AskUnasked.schedule)
        handlers.schedule(TellRegisterChanges.schedule)
        handlers.schedule(ExpireContacts.schedule)
        handlers.schedule(
            Schedule("ingest.discard-broken-uploads", .every(.seconds(3600))) { _, tx in
                try ImportStore.discardAbandoned(in: tx)
                try RegistryStore.sweep(in: tx)
                return []
            }
        )
        return handlers
    }
}
