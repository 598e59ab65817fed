import ArgumentParser
import Contracts
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

    @Option(
        help: ArgumentHelp(
            "A folder of files database_<service> and broker_<service>, each holding the address that the service logs "
                + "in with: opens its role and its broker user with that password and exactly its rights.",
            valueName: "folder"
        )
    )
    var credentials: String?

    @OptionGroup var common: CommonOptions

    struct Report: Encodable {
        let applied: [String]
        /// null: FILON_AMQP_URL is not set
        let queues: Int?
        /// null: FILON_RABBITMQ_MANAGEMENT_URL is not set
        let brokerSettings: Int?
        /// services whose roles were given a password
        let roles: Int
        /// services' broker users that now have exactly their rights; null: FILON_RABBITMQ_MANAGEMENT_URL is not set
        let brokerUsers: Int?
    }

    func run() async throws {
        let settings = try Settings()
        let logins = try credentials.map { try Credentials($0) }
        let url = try settings.text("FILON_DATABASE_URL", "a superuser's PostgreSQL address")
        let session = PostgresSession(PostgresConfig(url: url, applicationName: "filon migrate"))
        let applied = try await Migrator(directory: Migrator.directory()).migrate(session).map {
            "\($0.schema)/\($0.name)"
        }
        try await open(logins?.databases ?? [], session)
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
        var (count, users): (Int?, Int?)
        if let management {
            count = try await BrokerDefinitions(managementURL: management, brokerURL: broker).apply()
            let access = BrokerUsers(managementURL: management, brokerURL: broker)
            try await access.open(logins?.brokers ?? [])
            users = try await access.grant()
        } else if logins?.brokers.isEmpty == false {
            throw OperatorError(
                "FILON_RABBITMQ_MANAGEMENT_URL is not set: the broker's users cannot be opened without."
            )
        }
        var lines = applied.map { "applied \($0)" }
        lines.append(applied.isEmpty ? "The database is up to date." : "\(applied.count) migrations applied.")
        lines.append(queues.map { "\($0) queues in place." } ?? "FILON_AMQP_URL is not set: no queue was made.")
        lines.append(
            count.map { "\($0) broker settings in place and checked." }
                ?? "FILON_RABBITMQ_MANAGEMENT_URL is not set: the broker's policies were neither set nor checked."
        )
        let roles = logins?.databases.count ?? 0
        if roles > 0 { lines.append("\(roles) roles have their password.") }
        if let users { lines.append("\(users) broker users have their rights and no more.") }
        let report = Report(
            applied: applied,
            queues: queues,
            brokerSettings: count,
            roles: roles,
            brokerUsers: users
        )
        try common.print(text: lines.joined(separator: "\n"), json: report)
    }

    private func open(_ logins: [Credentials.Login], _ session: PostgresSession) async throws {
        let services = logins.map(\.service)
        let missing = try await session.transaction { tx in try RoleStore.missing(services, in: tx) }
        guard missing.isEmpty else {
            throw OperatorError("The database has no role \(missing.joined(separator: ", ")); is it Filon's?")
        }
        for login in logins {
            let role = login.service.databaseRole
            let password = try await session.scrambled(password: login.password, role: role)
            try await session.transaction { tx in try RoleStore.open(login.service, scrambled: password, in: tx) }
        }
    }
}
