import Foundation
import Hummingbird
import Logging
import Messaging
import Postgres
import ServiceKit

/// Ingest's own HTTP: every request under `/v1` carries a token.
struct IngestRoutes: Sendable {
    let database: PostgresPool
    let messenger: Messenger
    let logger: Logger
    let doorbell: Doorbell
    /// Where loads of the Sirene universe open their session.
    let loads: PostgresConfig
    var registry = RegistryMetrics()
    var now: @Sendable () -> Date = { Date() }

    func add(to router: Router<ServiceRequestContext>) {
        let messenger = messenger
        let group = router.group("v1")
            .add(middleware: ProblemGuard(logger: logger))
            .add(
                middleware: TokenGuard(
                    database: database,
                    limiter: RateLimiter(),
                    isCongested: { messenger.isCongested },
                    now: now
                )
            )
        CompanyRoutes(messenger: messenger, now: now).add(to: group)
        ImportRoutes(database: database, messenger: messenger, doorbell: doorbell).add(to: group)
        RegistryRoutes(database: database, loads: loads, metrics: registry, now: now).add(to: group)
    }
}
