import Contracts
import Foundation
import Logging
import Messaging
import MessagingSupport
import OTLP
import Postgres
import Telemetry
import TestSupport

/// One test's world: a database, a broker in memory, and services that trace, each with sessions of its own.
struct TraceScene {
    /// A service that runs.
    struct Service {
        let messenger: Messenger
        let tracer: Tracer
        let export: OTLPExport
        let pools: [PostgresPool]
    }

    let database: TestDatabase
    let broker = InMemoryBroker()
    let lines = Lines()

    static func run(_ body: (TraceScene) async throws -> Void) async throws {
        let scene = TraceScene(database: try await TestDatabase.make())
        // What nobody of the test hears must be heard by somebody, or the broker gives it back.
        scene.broker.declare(.init(name: "pipeline-monitor.in", types: [LeadScored.type, LeadPooled.type]))
        do {
            try await body(scene)
        } catch {
            await scene.database.drop()
            throw error
        }
        await scene.database.drop()
    }

    func service(
        _ name: ServiceName,
        to url: String,
        ratio: String = "1",
        policy: RetryPolicy = RetryPolicy(delays: [.milliseconds(10)], jitter: 0, postponements: 3),
        handlers: (inout HandlerRegistry) -> Void
    ) throws -> Service {
        var registry = HandlerRegistry(name)
        handlers(&registry)
        let config = database.config(role: name.databaseRole)
        let (pool, relayPool) = (PostgresPool(config, size: 3), PostgresPool(config, size: 3))
        let tracing = try OTLPConfig(base: url, headers: "x-token=a%20secret", ratio: ratio)
        let tracer = Tracer(ratio: tracing.ratio)
        let messenger = Messenger(
            service: name,
            database: pool,
            relayDatabase: relayPool,
            broker: broker,
            handlers: registry,
            policy: policy,
            sweepInterval: .milliseconds(30),
            tracer: tracer,
            logger: lines.logger(name.rawValue)
        )
        let export = OTLPExport(
            tracing,
            tracer,
            service: name.rawValue,
            version: "test",
            instance: messenger.instance,
            logger: lines.logger(name.rawValue)
        )
        return Service(messenger: messenger, tracer: tracer, export: export, pools: [pool, relayPool])
    }

    /// Runs `body` beside the services, stops them and sends what spans are left.
    func running(_ services: [Service], _ body: () async throws -> Void) async throws {
        let tasks = services.map { service in
            service.export.start()
            return Task { await service.messenger.run(grace: .seconds(60)) }
        }
        let result: Result<Void, any Error>
        do {
            result = .success(try await body())
        } catch {
            result = .failure(error)
        }
        for task in tasks { task.cancel() }
        for task in tasks { await task.value }
        for service in services {
            await service.export.stop(within: .seconds(30))
            for pool in service.pools { await pool.close() }
        }
        try result.get()
    }
}
