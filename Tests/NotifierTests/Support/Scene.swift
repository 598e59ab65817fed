import Contracts
import Foundation
import Logging
import Messaging
import MessagingSupport
import Postgres
import ScriptedPeers
import ServiceKit
import Synchronization
import TestSupport

@testable import Notifier

/// One test's world: a database of its own with colleagues in two departments, and a broker in memory.
struct Scene {
    let database: TestDatabase
    let broker = InMemoryBroker()
    let admin: PostgresSession
    let log = LogBook()
    let pool: PostgresPool
    let relayPool: PostgresPool

    /// Sales people of the north and of the south, the managers of both, and an administrator at home in the south.
    let alice = UserID()
    let ben = UserID()
    let chloe = UserID()
    let manager = UserID()
    let southern = UserID()
    let administrator = UserID()

    init() async throws {
        database = try await TestDatabase.make()
        admin = PostgresSession(database.config())
        let config = database.config(role: "filon_notifier")
        pool = PostgresPool(config, size: 4)
        relayPool = PostgresPool(config, size: 3)
        let people = [
            (alice, "alice", "nord", "sales"), (ben, "ben", "nord", "sales"), (chloe, "chloe", "sud", "sales"),
            (manager, "manon", "nord", "manager"), (southern, "simon", "sud", "manager"),
            (administrator, "ada", "sud", "admin"),
        ]
        try await admin.transaction { tx in
            try tx.execute("INSERT INTO people.departments (id, name) VALUES ('nord', 'Nord'), ('sud', 'Sud')")
            for (id, name, department, role) in people {
                try tx.execute(
                    """
                    INSERT INTO people.users (id, email, display_name, department_id, role, slack_member)
                    VALUES ($1, $2 || '@filon.test', initcap($2), $3, $4, 'U' || upper($2))
                    """,
                    id.rawValue,
                    name,
                    department,
                    role
                )
            }
        }
    }

    func config(smtp: String? = nil, slack: String? = nil, _ more: [String: String] = [:]) throws -> NotifierConfig {
        var environment = ["FILON_SMTP_FROM": "Filon <filon@filon.test>", "FILON_CONSOLE_URL": "https://filon.test"]
        environment["FILON_SMTP_URL"] = smtp
        environment["FILON_SLACK_URL"] = slack
        return try NotifierConfig(Settings(environment: environment.merging(more) { $1 }))
    }

    /// Runs handlers and senders as the service does, until `body` returns.
    func running(_ config: NotifierConfig, sending: Bool = true, _ body: () async throws -> Void) async throws {
        let logger = log.logger
        let messenger = Messenger(
            service: .notifier,
            database: pool,
            relayDatabase: relayPool,
            broker: broker,
            handlers: NotifierService.handlers(config),
            settings: ["filon.departments": "*"],
            sweepInterval: .milliseconds(30),
            logger: logger
        )
        let around = Senders.Surroundings(
            database: pool,
            databaseURL: database.url(role: "filon_notifier"),
            messenger: messenger,
            logger: logger
        )
        let hearing = Task { await messenger.run(grace: .seconds(60)) }
        let senders = Senders(config: config, metrics: SendMetrics())
        let telling = Task { if sending { await senders.run(around) } }
        let result = await Result { try await body() }
        telling.cancel()
        await telling.value
        hearing.cancel()
        await hearing.value
        try result.get()
    }

    func announce(_ events: [any Event]) async throws {
        _ = await broker.publisher(name: "test").publish(try events.map { try OutgoingMessage($0, cause: .root) })
    }

    /// Decoded announcements of one type so far.
    func announced<E: Event>(_ type: E.Type) throws -> [E] {
        try broker.published.filter { $0.envelope.type == E.type }.map { try Wire.decode(E.self, from: $0.body) }
    }

    func end() async {
        await pool.close()
        await relayPool.close()
        await admin.close()
        await database.drop()
    }
}

extension Result where Failure == any Error {
    init(_ body: () async throws -> Success) async {
        do { self = .success(try await body()) } catch { self = .failure(error) }
    }
}

/// Every line that was logged, to see that it names nobody.
final class LogBook: Sendable {
    private let lines = Mutex<[String]>([])

    var text: String { lines.withLock { $0.joined() } }

    var logger: Logger {
        Logger(label: "notifier") { _ in
            JSONLog(service: "notifier", level: .trace) { line in self.lines.withLock { $0.append(line) } }
        }
    }
}
