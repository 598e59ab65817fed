import Foundation
import TestSupport
import Testing

@testable import AMQP

/// One test's corner of the broker: a queue of its own, gone when the body ends.
struct Scene {
    let url: String
    let queue: String
    let topology: AMQPTopology
    let admin: AMQPAdmin

    init(url: String? = nil, arguments: [String: AMQPValue] = [:]) throws {
        self.url = try url ?? ServerEnvironment.amqpURL()
        queue = "test.\(UUID().uuidString.lowercased())"
        topology = AMQPTopology(queues: [.quorum(queue, arguments: arguments)])
        admin = AMQPAdmin(AMQPConfig(url: self.url, connectionName: "test admin"))
    }

    /// The queue exists while `body` runs.
    static func run(
        url: String? = nil,
        arguments: [String: AMQPValue] = [:],
        _ body: (Scene) async throws -> Void
    ) async throws {
        let scene = try Scene(url: url, arguments: arguments)
        try await scene.admin.declare(scene.topology)
        do {
            try await body(scene)
        } catch {
            try? await scene.admin.deleteQueue(scene.queue)
            throw error
        }
        try await scene.admin.deleteQueue(scene.queue)
        await scene.admin.close()
    }

    func config(_ name: String = "test", heartbeat: Duration = .seconds(15)) -> AMQPConfig {
        var config = AMQPConfig(url: url, connectionName: name)
        config.heartbeat = heartbeat
        return config
    }

    func publisher(
        _ name: String = "test publisher",
        window: Int = 512,
        confirmTimeout: Duration = .seconds(20)
    ) -> AMQPPublisher {
        let publisher = AMQPPublisher(
            config(name),
            topology: topology,
            window: window,
            confirmTimeout: confirmTimeout
        )
        publisher.start()
        return publisher
    }

    func consumer(
        _ name: String = "test consumer",
        prefetch: Int = 400,
        heartbeat: Duration = .seconds(15)
    ) -> AMQPConsumer {
        let consumer = AMQPConsumer(
            config(name, heartbeat: heartbeat),
            topology: topology,
            queue: queue,
            prefetch: prefetch
        )
        consumer.start()
        return consumer
    }

    /// A message for this scene's queue through the default exchange.
    func outgoing(_ body: [UInt8], to routingKey: String? = nil, id: String? = nil) -> AMQPOutgoing {
        AMQPOutgoing(
            exchange: "",
            routingKey: routingKey ?? queue,
            message: AMQPMessage(properties: AMQPProperties(messageID: id), body: body)
        )
    }

    /// Puts `count` messages, whose bodies are their numbers, into the queue.
    func fill(_ count: Int) async throws {
        let publisher = publisher()
        let outcomes = await publisher.publish((0..<count).map { outgoing(Array(String($0).utf8)) })
        #expect(outcomes.allSatisfy { $0 == .confirmed })
        await publisher.close()
    }
}

extension AMQPConsumer {
    /// Exactly `count` deliveries, or fewer when the deadline passes.
    func take(_ count: Int, within limit: Duration = .seconds(30)) async throws -> [AMQPDelivery] {
        let deadline = ContinuousClock.now + limit
        var taken: [AMQPDelivery] = []
        while taken.count < count, .now < deadline {
            taken += try await next(upTo: count - taken.count, within: deadline - .now)
        }
        return taken
    }

    /// Like `next`, but gives up: the waiting task is cancelled at the limit.
    func next(upTo max: Int, within limit: Duration) async throws -> [AMQPDelivery] {
        try await withThrowingTaskGroup(of: [AMQPDelivery].self) { group in
            group.addTask { try await self.next(upTo: max) }
            group.addTask {
                try await Task.sleep(for: limit)
                return []
            }
            defer { group.cancelAll() }
            return try await group.next() ?? []
        }
    }
}

/// Whether the condition came true before the deadline.
func eventually(within limit: Duration = .seconds(30), _ condition: () async throws -> Bool) async rethrows -> Bool {
    let deadline = ContinuousClock.now + limit
    while ContinuousClock.now < deadline {
        if try await condition() { return true }
        try? await Task.sleep(for: .milliseconds(5))
    }
    return try await condition()
}

extension AMQPDelivery {
    var text: String { String(decoding: message.body, as: UTF8.self) }
}
