import AMQP
import ArgumentParser
import Contracts
import Foundation
import HTTPClient
import Messaging
import Postgres
import ServiceKit

struct QueuesCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "queues",
        abstract: "What waits where: depth, age of the oldest, rates, readers, redeliveries.",
        discussion: """
            The age comes from the journal: no message is taken off a queue to look at it. Rates, redeliveries and what is
            delivered but not acknowledged come from FILON_RABBITMQ_MANAGEMENT_URL, where that is set.
            """
    )

    @OptionGroup var common: CommonOptions

    func run() async throws {
        let context = try OperatorContext()
        let managed = try await managedQueues(context)
        let kept = try await context.read { tx in try QueueStore.kept(in: tx) }
        let admin = AMQPAdmin(AMQPConfig(url: try context.brokerURL(), connectionName: "filon queues"))
        var states: [QueueState] = []
        for queue in Catalogue.queues {
            states.append(try await state(of: queue, managed, kept, admin, context))
        }
        await admin.close()
        let lines = [QueueState.header] + states.map(\.line)
        try common.print(text: lines.joined(separator: "\n"), json: ["queues": states])
    }

    private func state(
        of queue: Catalogue.Queue,
        _ managed: [String: ManagedQueue],
        _ kept: [String: QueueStore.Kept],
        _ admin: AMQPAdmin,
        _ context: OperatorContext
    ) async throws -> QueueState {
        let depth = try await admin.queueDepth(queue.name)
        let statistics = managed[queue.name]
        let unacknowledged = statistics?.messagesUnacknowledged
        let waiting = (depth?.messages ?? 0) + (unacknowledged ?? 0)
        let oldest = waiting > 0 ? try await oldest(queue, waiting, context) : nil
        return QueueState(
            name: queue.name,
            service: queue.service.rawValue,
            messages: depth.map { max($0.messages, (statistics?.messages ?? 0) - (unacknowledged ?? 0)) },
            unacknowledged: unacknowledged,
            consumers: depth?.consumers,
            oldestSeconds: oldest.map { max(0, Date().timeIntervalSince($0)) },
            publishedPerSecond: statistics.map { $0.messageStats?.publishDetails?.rate ?? 0 },
            acknowledgedPerSecond: statistics.map { $0.messageStats?.ackDetails?.rate ?? 0 },
            redeliveredPerSecond: statistics.map { $0.messageStats?.redeliverDetails?.rate ?? 0 },
            redelivered: statistics.map { $0.messageStats?.redeliver ?? 0 },
            retries: kept[queue.service.rawValue]?.retries ?? 0,
            deadLetters: kept[queue.service.rawValue]?.deadLetters ?? 0
        )
    }

    /// Times to look back in turn: a short queue is young, and only a look at a long time reads much.
    private static let reaches = [600.0, 6 * 3_600.0, 2 * 86_400.0, JournalFilter.reach]

    /// Looks back until as many unhandled messages as wait are found.
    private func oldest(_ queue: Catalogue.Queue, _ waiting: Int, _ context: OperatorContext) async throws -> Date? {
        var oldest: Date?
        for reach in Self.reaches {
            let found = try await context.read { tx in
                try QueueStore.unhandled(queue, since: Date().addingTimeInterval(-reach), in: tx)
            }
            oldest = found.oldest
            if found.messages >= waiting { break }
        }
        return oldest
    }

    private func managedQueues(_ context: OperatorContext) async throws -> [String: ManagedQueue] {
        let url = context.settings.optional(
            "FILON_RABBITMQ_MANAGEMENT_URL",
            secret: true,
            "RabbitMQ's management address, for rates and redeliveries"
        )
        guard let url else { return [:] }
        let management = ManagementAPI(url: url, brokerURL: try context.brokerURL())
        let body = try await management.ask(.get, "/api/queues/\(management.virtualHost)", about: "queues")
        let queues = try OutputJSON.decode([ManagedQueue].self, from: body)
        return Dictionary(queues.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    }
}
