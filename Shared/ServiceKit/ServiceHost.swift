public import Contracts
import Foundation
public import Hummingbird
public import Logging
public import Messaging
import OTLP
public import Postgres
public import Telemetry

/// A request's context in a service's own HTTP: who asks, once a middleware has found out.
public struct ServiceRequestContext: RequestContext {
    public var coreContext: CoreRequestContextStorage
    /// Set by the service's own authentication.
    public var principal: (any Sendable)?

    public init(source: ApplicationRequestContextSource) {
        coreContext = .init(source: source)
    }
}

/// What a service is made of: what it hears, its jobs, its pages. Its `main` writes one of these and nothing else.
public struct ServicePlan: Sendable {
    public var handlers: HandlerRegistry
    /// The lowest migration of the service's schema that its SQL needs.
    public var schemaVersion: Int
    /// Set for every handler's transaction, e.g. the departments that the handlers see.
    public var settings: [String: String]
    /// Adds the service's own routes; health, metrics and version are there already.
    public var routes: @Sendable (Router<ServiceRequestContext>, ServiceContext) throws -> Void
    /// Runs beside the messaging until the service stops, e.g. a worker over imported rows.
    public var background: (@Sendable (ServiceContext) async -> Void)?
    /// More numbers for `/metrics`; each stands in the table of `infra/docs/metrics.md`.
    public var metrics: (@Sendable () -> [MetricFamily])?

    public init(
        handlers: HandlerRegistry,
        schemaVersion: Int = 1,
        settings: [String: String] = [:],
        routes: @escaping @Sendable (Router<ServiceRequestContext>, ServiceContext) throws -> Void = { _, _ in },
        background: (@Sendable (ServiceContext) async -> Void)? = nil,
        metrics: (@Sendable () -> [MetricFamily])? = nil
    ) {
        self.handlers = handlers
        self.schemaVersion = schemaVersion
        self.settings = settings
        self.routes = routes
        self.background = background
        self.metrics = metrics
    }
}

/// What a service's parts share while it runs.
public struct ServiceContext: Sendable {
    public let config: HostConfig
    /// Sessions of the service's own role.
    public let database: PostgresPool
    public let messenger: Messenger
    public let logger: Logger
}

/// What every `main` shares: settings, logging, sessions, health, signals and the order of the end.
public enum ServiceHost {
    /// Runs a service until SIGTERM or SIGINT; exits with 64 (usage) when its settings are wrong.
    /// - Parameter plan: reads the service's own settings and lists its parts.
    public static func run(
        _ service: ServiceName,
        plan: @Sendable (Settings) throws -> ServicePlan
    ) async {
        Signals.ignoreBrokenPipes()
        do {
            if CommandLine.arguments.contains("--contracts") { return print(try contracts(plan)) }
            let settings = try Settings()
            if CommandLine.arguments.contains("--healthcheck") {
                let (answer, isReady) = try await HealthCheck.ask(service, settings)
                print(answer)
                ProcessEnd.leave(isReady ? 0 : 1)
            }
            let config = try HostConfig(settings, service: service)
            let plan = try plan(settings)
            if CommandLine.arguments.contains("--show-config") { return print(settings.shown) }
            if CommandLine.arguments.contains("--version") {
                let needs = "schema \(plan.schemaVersion), messaging \(Messenger.plumbingVersion)"
                return print("\(service.rawValue) \(Version.current), \(needs)")
            }
            try await serve(service, config, plan)
        } catch {
            FileHandle.standardError.write(Data("\(service.rawValue): \(error)\n".utf8))
            ProcessEnd.leave(64)
        }
    }

    private static func serve(_ service: ServiceName, _ config: HostConfig, _ plan: ServicePlan) async throws {
        let logger = Logger(label: service.rawValue) { _ in JSONLog(service: service.rawValue, level: config.logLevel) }
        let session = PostgresConfig(url: config.databaseURL, applicationName: "filon \(service.rawValue)")
        let database = PostgresPool(session, size: config.databasePool)
        let relayDatabase = PostgresPool(session.forRelay, size: 3)
        let gatekeeper = Gatekeeper(service: service, needs: plan.schemaVersion, database: relayDatabase)
        let tracer = config.tracing.map { Tracer(ratio: $0.ratio) }
        let messenger = Messenger(
            service: service,
            database: database,
            relayDatabase: relayDatabase,
            broker: AMQPBroker(url: config.brokerURL, name: service.rawValue),
            handlers: plan.handlers,
            settings: plan.settings,
            tracer: tracer,
            logger: logger
        )
        let context = ServiceContext(config: config, database: database, messenger: messenger, logger: logger)
        let export = exporting(config, tracer, messenger, logger)
        let router = Router(context: ServiceRequestContext.self)
        let requests = RequestMeter()
        router.add(middleware: RequestWatch(meter: requests, tracer: tracer))
        let spans = tracer?.meter ?? SpanMeter()
        HealthRoutes(service: service, context: context, gatekeeper: gatekeeper) {
            requests.families + spans.families + (plan.metrics?() ?? [])
        }.add(to: router)
        try plan.routes(router, context)
        let web = Application(
            router: router,
            configuration: .init(address: .hostname(config.bindHost, port: config.bindPort), serverName: nil),
            logger: quiet(logger)
        )
        await Signals.untilAsked(logger: logger) {
            await withDiscardingTaskGroup { group in
                group.addTask { await serveHTTP(web, config, logger) }
                group.addTask {
                    guard await gatekeeper.waitUntilReady(logger: logger) else { return }
                    await withDiscardingTaskGroup { work in
                        if let background = plan.background { work.addTask { await background(context) } }
                        work.addTask { await messenger.run() }
                    }
                }
            }
        }
        await export?.stop(within: .seconds(1))
        await database.close()
        await relayDatabase.close()
        logger.info("stopped")
        ProcessEnd.leave(0)
    }

    /// Traces on their way; nil while the service does not trace.
    private static func exporting(
        _ config: HostConfig,
        _ tracer: Tracer?,
        _ messenger: Messenger,
        _ logger: Logger
    ) -> OTLPExport? {
        guard let tracing = config.tracing, let tracer else { return nil }
        let export = OTLPExport(
            tracing,
            tracer,
            service: messenger.service.rawValue,
            version: Version.current,
            instance: messenger.instance,
            logger: logger
        )
        export.start()
        return export
    }

    private static func serveHTTP(
        _ web: some ApplicationProtocol,
        _ config: HostConfig,
        _ logger: Logger
    ) async {
        do {
            try await web.run()
        } catch is CancellationError {
            return
        } catch {
            logger.critical(
                "cannot listen; is the port taken? Set FILON_HTTP_BIND",
                metadata: ["port": "\(config.bindPort)", "error": "\(type(of: error))"]
            )
            ProcessEnd.leave(69)
        }
    }

    /// The web framework's own log says nothing that ours does not.
    private static func quiet(_ logger: Logger) -> Logger {
        var logger = logger
        logger.logLevel = max(logger.logLevel, .warning)
        return logger
    }
}
