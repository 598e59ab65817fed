import Contracts
import Foundation
import HTTPClient
import Hummingbird
import Logging
import Messaging
import MessagingSupport
import Postgres
import ServiceKit
import TestSupport

@testable import Console

/// The console on a port of its own over a database of its own: two departments, a colleague in each, and more.
struct Scene: Sendable {
    let database: TestDatabase
    let pool: PostgresPool
    let web: ConsoleWeb
    let clock: Clock
    let base: String
    let client: HTTPClient

    /// Sells in department `nord`.
    static let anna = UUIDv7.make()
    /// Sells in department `sud`.
    static let boris = UUIDv7.make()
    /// Manages department `nord`.
    static let chloe = UUIDv7.make()
    /// Administers.
    static let admin = UUIDv7.make()

    /// Runs `body` against a console that listens, and ends it afterwards.
    static func run(
        _ function: String = #function,
        at start: String = "2026-11-23T09:00:00.000Z",
        _ body: @escaping @Sendable (Scene) async throws -> Void
    ) async throws {
        guard let date = WireDate.date(start) else { throw SceneError("not an instant: \(start)") }
        let database = try await TestDatabase.make(function: function)
        let pool = PostgresPool(database.config(role: "filon_console"), size: 4)
        let clock = Clock(date)
        let logger = Logger(label: "console tests") { _ in SwiftLogNoOpLogHandler() }
        let messenger = Messenger(
            service: .console,
            database: pool,
            relayDatabase: pool,
            broker: InMemoryBroker(),
            handlers: HandlerRegistry(.console),
            settings: Wall.everywhere,
            logger: logger
        )
        let config = ConsoleConfig(
            publicURL: "http://127.0.0.1",
            timeZone: TimeZone(identifier: "Europe/Paris") ?? .gmt
        )
        let web = ConsoleWeb(
            config: config,
            database: pool,
            messenger: messenger,
            logger: logger,
            now: { clock.now }
        )
        try await database.withSession { session in try await session.execute(unchecked: Self.people) }
        try await serve(web) { port in
            let scene = Scene(
                database: database,
                pool: pool,
                web: web,
                clock: clock,
                base: "http://127.0.0.1:\(port)",
                client: HTTPClient(userAgent: "console tests")
            )
            try await body(scene)
            await scene.client.close()
        }
        await pool.close()
        await database.drop()
    }

    private static func serve(
        _ web: ConsoleWeb,
        _ body: @Sendable @escaping (Int) async throws -> Void
    ) async throws {
        let router = Router(context: ServiceRequestContext.self)
        web.add(to: router)
        let ports = AsyncStream<Int>.makeStream()
        let application = Application(
            router: router,
            configuration: .init(address: .hostname("127.0.0.1", port: 0), serverName: nil),
            onServerRunning: { channel in ports.continuation.yield(channel.localAddress?.port ?? 0) },
            logger: web.logger
        )
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await application.run() }
            var iterator = ports.stream.makeAsyncIterator()
            guard let port = await iterator.next() else { throw SceneError("the console did not listen") }
            defer { group.cancelAll() }
            try await body(port)
        }
    }

    private static var people: String {
        """
        INSERT INTO people.departments (id, name) VALUES ('nord', 'Nord'), ('sud', 'Sud');
        INSERT INTO people.users (id, email, display_name, department_id, role, changed_at) VALUES
            ('\(anna)', 'anna@filon.example', 'Anna', 'nord', 'sales', '2026-01-01'),
            ('\(boris)', 'boris@filon.example', 'Boris', 'sud', 'sales', '2026-01-01'),
            ('\(chloe)', 'chloe@filon.example', 'Chloé', 'nord', 'manager', '2026-01-01'),
            ('\(admin)', 'admin@filon.example', 'Admin', 'nord', 'admin', '2026-01-01');
        INSERT INTO sales.lead_stages (key, label, position, probability_percent, terminal) VALUES
            ('new', 'Nouveau', 1, 5, NULL), ('proposal', 'Proposition', 2, 50, NULL),
            ('won', 'Gagné', 3, 100, 'won'), ('lost', 'Perdu', 4, 0, 'lost');
        """
    }
}

struct SceneError: Error, CustomStringConvertible {
    let description: String
    init(_ description: String) { self.description = description }
}
