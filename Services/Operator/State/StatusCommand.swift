import AMQP
import ArgumentParser
import Contracts
import Foundation
import HTTPClient
import Postgres
import ServiceKit

struct StatusCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status",
        abstract: "Services, schemas, queues and what waits in them; exit 0 only if all is well.",
        discussion: """
            A service is asked at FILON_<SERVICE>_HEALTH_URL where that is set; the broker's policies are compared with this
            release's where FILON_RABBITMQ_MANAGEMENT_URL is.
            """
    )

    @OptionGroup var common: CommonOptions

    func run() async throws {
        let context = try OperatorContext()
        let queues = try await queues(context)
        let (schemas, dead) = try await context.read { tx in
            (try StatusStore.schemas(in: tx), try StatusStore.openDeadLetters(in: tx))
        }
        let status = SystemStatus(
            services: await ServiceHealth.ask(context.settings),
            schemas: schemas,
            queues: queues,
            broker: try await broker(context),
            deadLetters: dead
        )
        try common.print(text: status.text, json: status)
        guard status.isWell else { throw ExitCode.failure }
    }

    private func broker(_ context: OperatorContext) async throws -> SystemStatus.Broker {
        let management = context.settings.optional(
            "FILON_RABBITMQ_MANAGEMENT_URL",
            secret: true,
            "RabbitMQ's management address, for the policies"
        )
        guard let management else { return .unchecked }
        let brokerURL = try context.brokerURL()
        let definitions = BrokerDefinitions(managementURL: management, brokerURL: brokerURL)
        let users = BrokerUsers(managementURL: management, brokerURL: brokerURL)
        do {
            return .differs(try await definitions.differences() + users.differences())
        } catch let error as OperatorError {
            return .differs([error.description])
        } catch {
            return .differs(["its management does not answer: \(error)"])
        }
    }

    private func queues(_ context: OperatorContext) async throws -> [SystemStatus.Queue] {
        let admin = AMQPAdmin(AMQPConfig(url: try context.brokerURL(), connectionName: "filon status"))
        var queues: [SystemStatus.Queue] = []
        for name in Self.queueNames {
            let depth = try await admin.queueDepth(name)
            queues.append(SystemStatus.Queue(name: name, messages: depth?.messages, consumers: depth?.consumers))
        }
        await admin.close()
        return queues
    }

    /// Those that the catalogue says somebody reads, and the broker's own for what it gave up.
    private static var queueNames: [String] { Catalogue.queues.map(\.name) + [Catalogue.deadQueue] }
}
