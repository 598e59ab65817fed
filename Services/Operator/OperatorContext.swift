import Contracts
import Foundation
import Logging
import Messaging
import Postgres
import ServiceKit

/// What a command could not do, and what the operator can do about it.
struct OperatorError: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}

/// The operator's own sessions. Commands are short-lived: a pool of three serves them.
struct OperatorContext: Sendable {
    let settings: Settings
    let database: PostgresPool
    let logger: Logger

    init() throws {
        settings = try Settings()
        let url = try settings.text(
            "FILON_DATABASE_URL",
            "the operator's PostgreSQL address; `. .local/env` sets it for the local stack"
        )
        database = PostgresPool(PostgresConfig(url: url, applicationName: "filon"), size: Self.sessions)
        logger = Logger(label: "filon") { _ in JSONLog(service: "filon", level: .error) }
    }

    /// At most; each opens with its first use.
    static let sessions = 3

    /// The departments that the operator sees: all of them.
    static let everything = ["filon.departments": "*"]

    func read<T: Sendable>(_ body: @Sendable (isolated PostgresSession) throws -> T) async throws -> T {
        try await database.transaction(settings: Self.everything, body)
    }

    /// Writes to what is the operator's own.
    @discardableResult
    func write<T: Sendable>(_ body: @Sendable (isolated PostgresSession) throws -> T) async throws -> T {
        try await database.transaction(settings: Self.everything, body)
    }

    /// The same, announced to the audit log with the same commit.
    func act<T: Sendable>(
        _ entry: AuditRecorded,
        _ body: @Sendable (isolated PostgresSession) throws -> T
    ) async throws -> T {
        try await messaging { messenger in
            try await messenger.commit { tx in (try body(tx), [entry]) }
        }
    }

    func brokerURL() throws -> String {
        try settings.text("FILON_AMQP_URL", "the RabbitMQ address; `. .local/env` sets it for the local stack")
    }

    /// A connection of its own for what goes past the outbox: rehearsals, which announce nothing.
    func publisher() throws -> any MessagePublisher {
        let publisher = AMQPBroker(url: try brokerURL(), name: "filon").publisher(name: "filon rehearsals")
        publisher.start()
        return publisher
    }

    /// Runs `body` with a messenger that announces in the operator's name; what it announced and the broker did not
    /// confirm by the end stays in the outbox for the next command.
    func messaging<T: Sendable>(_ body: (Messenger) async throws -> T) async throws -> T {
        let messenger = Messenger(
            service: .operator,
            database: database,
            relayDatabase: database,
            broker: AMQPBroker(url: try brokerURL(), name: "filon"),
            handlers: HandlerRegistry(.operator),
            settings: Self.everything,
            sweepInterval: .milliseconds(200),
            logger: logger
        )
        let running = Task { await messenger.run(grace: .seconds(3)) }
        do {
            let value = try await body(messenger)
            running.cancel()
            await running.value
            return value
        } catch {
            running.cancel()
            await running.value
            throw error
        }
    }
}
