import ArgumentParser
import Foundation
import Migrations
import Postgres
import ServiceKit

struct MigrateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "migrate",
        abstract: "Brings the database's schemas and the broker's policies to this release.",
        discussion: "Needs a superuser in FILON_DATABASE_URL. Safe to run again, and by several at once."
    )

    @OptionGroup var common: CommonOptions

    struct Report: Encodable {
        let applied: [String]
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
        let management = settings.optional(
            "FILON_RABBITMQ_MANAGEMENT_URL",
            secret: true,
            "RabbitMQ's management address, for the policies"
        )
        var count: Int?
        if let management {
            let broker = settings.optional(
                "FILON_AMQP_URL",
                secret: true,
                "RabbitMQ's address; its path names the virtual host"
            )
            count = try await BrokerDefinitions(managementURL: management, brokerURL: broker).apply()
        }
        var lines = applied.map { "applied \($0)" }
        lines.append(applied.isEmpty ? "The database is up to date." : "\(applied.count) migrations applied.")
        lines.append(
            count.map { "\($0) broker settings in place and checked." }
                ?? "FILON_RABBITMQ_MANAGEMENT_URL is not set: the broker's policies were neither set nor checked."
        )
        try common.print(text: lines.joined(separator: "\n"), json: Report(applied: applied, brokerSettings: count))
    }
}
