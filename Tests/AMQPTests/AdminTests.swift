import Foundation
import Testing

@testable import AMQP

@Suite struct AdminTests {
    @Test func depthCountsMessagesAndConsumers() async throws {
        try await Scene.run { scene in
            try await scene.fill(3)
            let areThere = try await eventually {
                try await scene.admin.queueDepth(scene.queue) ?? (0, 0) == (3, 0)
            }
            #expect(areThere)
            let consumer = scene.consumer(prefetch: 1)
            _ = try await consumer.take(1)
            let isOneTaken = try await eventually {
                try await scene.admin.queueDepth(scene.queue) ?? (0, 0) == (2, 1)
            }
            #expect(isOneTaken)
            await consumer.close()
        }
    }

    @Test func aMissingQueueHasNoDepthAndTheNextCallWorks() async throws {
        try await Scene.run { scene in
            let missing = try await scene.admin.queueDepth("missing.\(UUID().uuidString)")
            #expect(missing == nil)
            let depth = try await scene.admin.queueDepth(scene.queue)
            #expect(depth?.messages == 0)
        }
    }

    @Test func purgingSaysHowMany() async throws {
        try await Scene.run { scene in
            try await scene.fill(4)
            #expect(try await scene.admin.purge(scene.queue) == 4)
            #expect(try await scene.admin.queueDepth(scene.queue)?.messages == 0)
        }
    }

    @Test func anotherDeclarationIsAnErrorThatNamesBoth() async throws {
        try await Scene.run { scene in
            let other = AMQPTopology(queues: [.init(scene.queue, arguments: ["x-queue-type": "classic"])])
            let error = await #expect(throws: AMQPError.self) { try await scene.admin.declare(other) }
            #expect(error?.code == .topologyMismatch)
            #expect(error?.replyCode == 406)
            #expect(error?.isRetriable == false)
            let text = error?.description ?? ""
            #expect(text.contains(scene.queue) && text.contains("classic") && text.contains("quorum"))
        }
    }

    @Test func aWrongPasswordIsRefusedWithoutShowingIt() async throws {
        let scene = try Scene()
        let node = try #require(try BrokerNode.parse(scene.url).first)
        let url = "amqp://\(node.user):not-the-one@\(node.host):\(node.port)/\(node.vhost)"
        let admin = AMQPAdmin(AMQPConfig(url: url, connectionName: "test"))
        let error = await #expect(throws: AMQPError.self) { try await admin.queueDepth("q") }
        #expect(error?.code == .refused)
        #expect(!"\(String(reflecting: error))".contains("not-the-one"))
    }

    @Test func theSecondNodeIsAskedWhenTheFirstIsAway() async throws {
        try await Scene.run { scene in
            let url = "amqp://127.0.0.1:1,\(scene.url)"
            let admin = AMQPAdmin(AMQPConfig(url: url, connectionName: "test"))
            let depth = try await admin.queueDepth(scene.queue)
            #expect(depth?.messages == 0)
            await admin.close()
        }
    }
}
