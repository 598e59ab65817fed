import Foundation
import Hummingbird
import Messaging
import ServiceKit

/// Ingest's own HTTP: every request under `/v1` carries a token.
struct IngestRoutes: Sendable {
    let context: ServiceContext
    let doorbell: Doorbell
    var now: @Sendable () -> Date = { Date() }

    func add(to router: Router<ServiceRequestContext>) {
        let messenger = context.messenger
        let group = router.group("v1")
            .add(middleware: ProblemGuard(logger: context.logger))
            .add(
                middleware: TokenGuard(
                    database: context.database, limiter: RateLimiter(), isCongested: { messenger.isCongested }, now: now))
        CompanyRoutes(messenger: messenger, now: now).add(to: group)
        ImportRoutes(database: context.database, messenger: messenger, doorbell: doorbell).add(to: group)
    }
}
