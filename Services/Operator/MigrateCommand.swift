import ArgumentParser
import Foundation
import Migrations
import Postgres
import ServiceKit

struct MigrateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "migrate",
        abstract: "Brings the database's schemas and the broker's policies to this release.",
        discussion: "Needs a superuser in FILON_DATABASE_URL. Safe to run again, and by several at once.")

    @OptionGroup var common: CommonOptions

    func run() async throws {
        let settings = try Settings()
        let url = try settings.text("FILON_DATABASE_URL", "a superuser's PostgreSQL address")
        let session = PostgresSession(PostgresConfig(url: url, applicationName: "filon migrate"))
        let migrator = try Migrator(directory: Migrator.directory())
        let applied = try await migrator.migrate(session)
        await session.close()
        let management = settings.optional(
            "FILON_RABBITMQ_MANAGEMENT_URL", secret: true, "RabbitMQ's management address, for the policies")
        let policies = try await management.mapAsync { try await BrokerDefinitions(managementURL: $0).apply() }
        if common.json {
            let files = applied.map { "\"\($0)\"" }.joined(separator: ",")
            print("{\"applied\":[\(files)],\"policies\":\(policies ?? 0)}")
        } else {
            for file in applied { print("applied \(file)") }
            print(applied.isEmpty ? "The database is up to date." : "\(applied.count) migrations applied.")
            print(policies.map { "\($0) broker settings in place." } ?? "FILON_RABBITMQ_MANAGEMENT_URL is not set: policies left alone.")
        }
    }
}

extension Optional {
    func mapAsync<T>(_ transform: (Wrapped) async throws -> T) async rethrows -> T? {
        guard case .some(let value) = self else { return nil }
        return try await transform(value)
    }
}
