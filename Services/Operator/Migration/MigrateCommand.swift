import ArgumentParser
import Foundation
import Messaging
import Migrations
import Postgres
import ServiceKit

struct MigrateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "migrate",
        abstract: "Brings the database's schemas, the broker's queues and its policies to this release.",
        discussion: "Needs a superuser in FILON_DATABASE_URL. Safe to run again, and by several at once."
    )

    @OptionGroup var common: CommonOptions

    struct Report: Encodable {
        let applied: [String]
        /// null: FILON_AMQP_URL is not set
        let queues: Int?
        /// null: FILON_RABBITMQ_MANAGEMENT_URL is not set
        let brokerSettings: Int?
    }

    func run() async throws {
        let settings = try Settings()
        let url = try settings.text("FILON_DATABASE_URL", "a superuser's PostgreSQL address")
        let session = PostgresSession(PostgresConfig(url: url, applicationName: "filon migrate"))
        let applied = try await Migrator(directory: Migrator.directory()).migrate(session).map {
            "\($0.schema)/\($0.name)"
        }
        await session.close()
        let broker = settings.optional(
            "FILON_AMQP_URL",
            secret: true,
            "RabbitMQ's address; its path names the virtual host"
        )
        let management = settings.optional(
            "FILON_RABBITMQ_MANAGEMENT_URL",
            secret: true,
            "RabbitMQ's management address, for the policies"
        )
        var queues: Int?
        if let broker { queues = try await AMQPBroker(url: broker, name: "filon migrate").declareQueues() }
        var count: Int?
        if let management {
            count = try await BrokerDefinitions(managementURL: management, brokerURL: broker).apply()
        }
        var lines = applied.map { "applied \($0)" }
        lines.append(applied.isEmpty ? "The database is up to date." : "\(applied.count) migrations applied.")
        lines.append(queues.map { "\($0) queues in place." } ?? "FILON_AMQP_URL is not set: no queue was made.")
        lines.append(
            count.map { "\($0) broker settings in place and checked." }
                ?? "FILON_RABBITMQ_MANAGEMENT_URL is not set: the broker's policies were neither set nor checked."
        )
        let report = Report(applied: applied, queues: queues, brokerSettings: count)
        try common.print(text: lines.joined(separator: "\n"), json: report)
    }
}
