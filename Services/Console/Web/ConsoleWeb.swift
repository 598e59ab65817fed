import Contracts
import Foundation
import Hummingbird
import Logging
import Messaging
import Postgres
import ServiceKit

/// What pages and API share: sessions of the console's role, the messenger that commits, and the clock.
struct ConsoleWeb: Sendable {
    let config: ConsoleConfig
    let database: PostgresPool
    let messenger: Messenger
    let logger: Logger
    var now: @Sendable () -> Date = { Date() }

    init(
        config: ConsoleConfig,
        database: PostgresPool,
        messenger: Messenger,
        logger: Logger,
        now: @escaping @Sendable () -> Date = { Date() }
    ) {
        self.config = config
        self.database = database
        self.messenger = messenger
        self.logger = logger
        self.now = now
    }

    init(_ config: ConsoleConfig, _ context: ServiceContext) {
        self.init(
            config: config,
            database: context.database,
            messenger: context.messenger,
            logger: context.logger
        )
    }

    /// Doors without a key first, then what a session opens, then what a token opens.
    func add(to router: Router<ServiceRequestContext>) {
        router.add(middleware: Courtesy(web: self))
        AssetPages().add(to: router)
        SignInPages(web: self).add(to: router)
        let pages = router.group().add(middleware: SessionGate(web: self))
        TodayPages(web: self).add(to: pages)
        LeadListPages(web: self).add(to: pages)
        LeadPages(web: self).add(to: pages)
        PipelinePages(web: self).add(to: pages)
        RulesPages(web: self).add(to: pages)
        ModelPages(web: self).add(to: pages)
        let api = API(web: self)
        router.get("/api/openapi.json") { _, _ in try JSONBody.document(api.document) }
        api.add(to: router.group().add(middleware: TokenGate(web: self)))
    }

    /// Reads behind the walls of who asks.
    func read<T: Sendable>(
        _ principal: Principal,
        _ body: @Sendable (isolated PostgresSession) throws -> T
    ) async throws -> T {
        try await database.transaction(settings: principal.wall, body)
    }

    /// Commits a change with its events, behind the walls of who asks. A refusal rolls back and becomes a 422.
    func commit<T: Sendable>(
        _ wall: [String: String],
        _ body: @Sendable (isolated PostgresSession) throws -> (value: T, events: [any Event])
    ) async throws -> T {
        do {
            return try await messenger.commit(settings: wall, body)
        } catch let refusal as Refusal {
            throw Problem(refusal)
        } catch is DepartmentUnknown {
            throw Problem(DepartmentUnknown.refusal)
        }
    }

    var today: Moment { Moment(now: now(), zone: config.timeZone) }
}

extension ServiceRequestContext {
    /// Who asks, as the gate before found out.
    func visitor() throws -> Principal {
        guard let principal = principal as? Principal else { throw Problem.unexpected }
        return principal
    }
}
