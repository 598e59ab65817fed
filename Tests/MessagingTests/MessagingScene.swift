import Contracts
import Foundation
import Logging
import Messaging
import MessagingSupport
import Postgres
import ScriptedPeers
import Synchronization
import TestSupport

/// One test's world: a database of its own, a broker in memory, and scoring's plumbing.
struct MessagingScene {
    let database: TestDatabase
    let pool: PostgresPool
    let relayPool: PostgresPool
    let broker: InMemoryBroker
    let admin: PostgresSession

    /// - Parameter through: a proxy that the handlers' sessions pass through, made for the server's port.
    init(through proxy: ((UInt16) throws -> FaultProxy)? = nil) async throws {
        database = try await TestDatabase.make()
        let config = database.config(role: "filon_scoring")
        var handlers = config
        if let proxy, var parts = URLComponents(string: config.url), let port = parts.port {
            parts.port = Int(try proxy(UInt16(port)).port)
            handlers.url = parts.string ?? config.url
        }
        pool = PostgresPool(handlers, size: 4)
        relayPool = PostgresPool(config, size: 3)
        broker = InMemoryBroker()
        // Who hears what the tests' handlers announce.
        broker.declare(QueueDeclaration(name: "pipeline-monitor.in", types: [DealScored.type]))
        admin = PostgresSession(database.config())
        try await admin.execute(
            unchecked: """
                CREATE TABLE scoring.effects (message_id uuid NOT NULL, note text NOT NULL);
                GRANT ALL ON scoring.effects TO filon_scoring
                """
        )
    }

    func messenger(
        _ handlers: HandlerRegistry,
        policy: RetryPolicy = .quick,
        sweepInterval: Duration = .milliseconds(30)
    ) -> Messenger {
        Messenger(
            service: .scoring,
            database: pool,
            relayDatabase: relayPool,
            broker: broker,
            handlers: handlers,
            policy: policy,
            sweepInterval: sweepInterval,
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        )
    }

    /// Runs `body` beside a running messenger, then stops it.
    /// - Parameter grace: a bound for what hangs at the end; what is in hand ends sooner.
    func running(
        _ messenger: Messenger,
        grace: Duration = .seconds(60),
        _ body: () async throws -> Void
    ) async throws {
        let task = Task { await messenger.run(grace: grace) }
        do {
            try await body()
        } catch {
            task.cancel()
            await task.value
            throw error
        }
        task.cancel()
        await task.value
    }

    /// Puts events on the bus as their service would.
    @discardableResult
    func announce(_ events: [any Event]) async throws -> [OutgoingMessage] {
        let messages = try events.map { try OutgoingMessage($0, cause: .root) }
        _ = await broker.publisher(name: "test").publish(messages)
        return messages
    }

    func lead(_ name: String) -> LeadRegistered {
        LeadRegistered(
            leadID: LeadID(),
            companyID: CompanyID(),
            department: DepartmentID(rawValue: "commercial"),
            companyName: name,
            identified: true,
            source: "test",
            motion: "new",
            hasPhone: false,
            hasEmail: false,
            version: 1
        )
    }

    func effects() async throws -> [String] {
        try await admin.transaction { tx in
            try tx.query("SELECT note FROM scoring.effects ORDER BY note").map { try $0.value(0, as: String.self) }
        }
    }

    func count(_ sql: StaticString) async throws -> Int {
        try await admin.transaction { tx in try tx.query(sql).first?.value(0, as: Int.self) ?? -1 }
    }

    func end() async {
        await pool.close()
        await relayPool.close()
        await admin.close()
        await database.drop()
    }
}

extension RetryPolicy {
    /// As the standard one, in milliseconds.
    static let quick = RetryPolicy(delays: [.milliseconds(10), .milliseconds(20)], jitter: 0, postponements: 3)
}

struct Broken: Error {}

/// Notes each lead it hears, as told by a script per company name.
struct NoteLead: MessageHandler {
    static let name = "scoring.note-lead"
    let behaviour: @Sendable (Delivery<LeadRegistered>) throws -> Outcome?

    init(_ behaviour: @escaping @Sendable (Delivery<LeadRegistered>) throws -> Outcome? = { _ in nil }) {
        self.behaviour = behaviour
    }

    func handle(_ delivery: Delivery<LeadRegistered>, in tx: isolated PostgresSession) throws -> Outcome {
        let name = delivery.message.companyName ?? ""
        try tx.execute(
            "INSERT INTO effects (message_id, note) VALUES ($1, $2)",
            delivery.envelope.messageID,
            name
        )
        if let outcome = try behaviour(delivery) { return outcome }
        return .done([
            DealScored(
                dealID: DealID(),
                leadID: delivery.message.leadID,
                department: delivery.message.department,
                probabilityBasisPoints: 1,
                label: name,
                version: 1
            )
        ])
    }
}
