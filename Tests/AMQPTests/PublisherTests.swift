import Foundation
import Testing

@testable import AMQP

@Suite struct PublisherTests {
    @Test func everyMessageIsConfirmedAndStandsInTheQueue() async throws {
        try await Scene.run { scene in
            let publisher = scene.publisher(window: 64)
            let outcomes = await publisher.publish((0..<2000).map { scene.outgoing([UInt8($0 % 256)]) })

            #expect(outcomes == Array(repeating: .confirmed, count: 2000))
            let areThere = try await eventually {
                try await scene.admin.queueDepth(scene.queue)?.messages == 2000
            }
            #expect(areThere)
            await publisher.close()
        }
    }

    @Test func callsUnderWayTogetherEachGetTheirOwnOutcomes() async throws {
        try await Scene.run { scene in
            let publisher = scene.publisher()
            let counts = await withTaskGroup(of: (Int, Int).self) { group in
                for size in 1...40 {
                    group.addTask {
                        let outcomes = await publisher.publish((0..<size).map { _ in scene.outgoing([1]) })
                        return (size, outcomes.count { $0 == .confirmed })
                    }
                }
                return await group.reduce(into: []) { $0.append($1) }
            }

            #expect(counts.allSatisfy { $0.0 == $0.1 })
            let areThere = try await eventually {
                try await scene.admin.queueDepth(scene.queue)?.messages == 820
            }
            #expect(areThere)
            await publisher.close()
        }
    }

    @Test func anUnroutableMessageIsReturnedAndItsNeighboursAreConfirmed() async throws {
        try await Scene.run { scene in
            let publisher = scene.publisher()
            let nowhere = "nowhere.\(UUID().uuidString)"
            let big = [UInt8](repeating: 7, count: 300_000)
            let outcomes = await publisher.publish([
                scene.outgoing([1], id: "same"), scene.outgoing([2], to: nowhere, id: "same"),
                scene.outgoing([3], id: "same"), scene.outgoing(big, to: nowhere),
                scene.outgoing([], to: nowhere, id: "empty"), scene.outgoing([5]),
            ])

            let returned = PublishOutcome.returned(code: 312, text: "NO_ROUTE")
            #expect(outcomes == [.confirmed, returned, .confirmed, returned, returned, .confirmed])
            await publisher.close()
        }
    }

    @Test func withoutMandatoryAnUnroutableMessageCountsAsConfirmed() async throws {
        try await Scene.run { scene in
            let publisher = scene.publisher()
            var message = scene.outgoing([1], to: "nowhere.\(UUID().uuidString)")
            message.mandatory = false
            #expect(await publisher.publish([message]) == [.confirmed])
            await publisher.close()
        }
    }

    @Test func aFullQueueRefuses() async throws {
        try await Scene.run(arguments: ["x-max-length": 5, "x-overflow": "reject-publish"]) { scene in
            let publisher = scene.publisher()
            var outcomes: [PublishOutcome] = []
            for _ in 0..<30 { outcomes += await publisher.publish([scene.outgoing([1])]) }

            #expect(outcomes.first == .confirmed)
            #expect(outcomes.last == .refused)
            #expect(outcomes.allSatisfy { $0 == .confirmed || $0 == .refused })
            await publisher.close()
        }
    }

    @Test func whatCannotBeSentIsNamedAndTheRestGoesOut() async throws {
        try await Scene.run { scene in
            let publisher = scene.publisher()
            let outcomes = await publisher.publish([
                scene.outgoing([1], id: String(repeating: "x", count: 256)), scene.outgoing([2]),
            ])

            #expect(outcomes == [.invalid(reason: "message id longer than 255 bytes"), .confirmed])
            await publisher.close()
        }
    }

    @Test func aMissingExchangeLosesTheMessageAndThePublisherRecovers() async throws {
        try await Scene.run { scene in
            let publisher = scene.publisher()
            var astray = scene.outgoing([1])
            astray.exchange = "no.such.exchange"
            let lost = await publisher.publish([astray])

            guard case .lost(let reason) = lost.first else { Issue.record("expected .lost, got \(lost)"); return }
            #expect(reason.contains("404") && reason.contains("no.such.exchange"))
            #expect(await publisher.publish([scene.outgoing([2])]) == [.confirmed])
            await publisher.close()
        }
    }

    @Test func withoutABrokerTheOutcomeIsLostInTime() async throws {
        let config = AMQPConfig(url: "amqp://u:secret@127.0.0.1:1/v", connectionName: "test")
        let publisher = AMQPPublisher(config, confirmTimeout: .milliseconds(300))
        publisher.start()
        let message = AMQPOutgoing(exchange: "", routingKey: "q", message: AMQPMessage(body: [1]))
        let outcomes = await publisher.publish([message, message])

        #expect(outcomes == Array(repeating: .lost(reason: "no connection in time"), count: 2))
        let isFailed = await eventually { if case .failed = publisher.state { true } else { false } }
        #expect(isFailed)
        #expect(!"\(publisher.state)".contains("secret"))
        await publisher.close()
        #expect(publisher.state == .closed)
    }

    @Test func closingSendsWhatWasHandedInBefore() async throws {
        try await Scene.run { scene in
            let publisher = scene.publisher()
            #expect(await publisher.publish([scene.outgoing([0])]) == [.confirmed])
            async let outcomes = publisher.publish((0..<3000).map { _ in scene.outgoing([1]) })
            let isUnderWay = try await eventually { try await scene.admin.queueDepth(scene.queue)?.messages ?? 0 > 1 }
            #expect(isUnderWay)
            await publisher.close(within: .seconds(60))

            #expect(await outcomes.allSatisfy { $0 == .confirmed })
            #expect(await publisher.publish([scene.outgoing([2])]) == [.lost(reason: "the publisher is not running")])
        }
    }

    @Test func anUnusableURLShowsInTheState() async throws {
        let publisher = AMQPPublisher(
            AMQPConfig(url: "nonsense", connectionName: "t"),
            confirmTimeout: .milliseconds(50)
        )
        publisher.start()
        let isFailed = await eventually { if case .failed = publisher.state { true } else { false } }
        #expect(isFailed)
        await publisher.close()
    }
}
