import Foundation
import Testing

@testable import AMQP

@Suite struct ConsumerTests {
    @Test func deliveriesComeInOrderAndAcknowledgedOnesAreGone() async throws {
        try await Scene.run { scene in
            try await scene.fill(1000)
            let consumer = scene.consumer(prefetch: 1000)
            let deliveries = try await consumer.take(1000)
            #expect(deliveries.map { Int($0.text) } == Array(0..<1000))
            #expect(deliveries.allSatisfy { !$0.redelivered && $0.deliveryCount == 0 && $0.routingKey == scene.queue })
            consumer.acknowledge(deliveries.map(\.tag))
            await consumer.close()

            #expect(try await scene.admin.queueDepth(scene.queue)?.messages == 0)
            #expect(consumer.staleTags == 0)
        }
    }

    @Test func noMoreThanThePrefetchIsDelivered() async throws {
        try await Scene.run { scene in
            try await scene.fill(20)
            let consumer = scene.consumer(prefetch: 7)
            let first = try await consumer.take(7)
            #expect(try await consumer.next(upTo: 5, within: .milliseconds(200)).isEmpty)
            consumer.acknowledge([first[0].tag, first[1].tag])
            #expect(try await consumer.take(2).map(\.text) == ["7", "8"])
            await consumer.close()
        }
    }

    @Test func acknowledgementsOutOfOrderKeepTheOthers() async throws {
        try await Scene.run { scene in
            try await scene.fill(6)
            let consumer = scene.consumer()
            let taken = try await consumer.take(6)
            consumer.acknowledge([taken[4].tag, taken[2].tag])
            consumer.acknowledge([taken[0].tag, taken[0].tag])
            await consumer.close()

            let again = scene.consumer()
            let left = try await again.take(3)
            #expect(Set(left.map(\.text)) == ["1", "3", "5"])
            #expect(left.allSatisfy { $0.redelivered && $0.deliveryCount == 1 })
            #expect(consumer.staleTags == 1)
            await again.close()
        }
    }

    @Test func aRejectedDeliveryComesBackOrIsGone() async throws {
        try await Scene.run { scene in
            try await scene.fill(2)
            let consumer = scene.consumer()
            let taken = try await consumer.take(2)
            consumer.reject(taken[0].tag, requeue: true)
            consumer.reject(taken[1].tag, requeue: false)
            let back = try await consumer.take(1)
            #expect(back.map(\.text) == ["0"])
            consumer.acknowledge(back.map(\.tag))
            await consumer.close()
            #expect(try await scene.admin.queueDepth(scene.queue)?.messages == 0)
        }
    }

    @Test func lingeringCollectsMoreUntilItsTimeIsOver() async throws {
        try await Scene.run { scene in
            let (consumer, publisher) = (scene.consumer(), scene.publisher())
            async let batch = consumer.next(upTo: 100, linger: .seconds(15))
            for number in 0..<5 { _ = await publisher.publish([scene.outgoing([UInt8(number)])]) }
            let taken = try await batch
            #expect(taken.map(\.message.body) == (0..<5).map { [UInt8($0)] })
            await publisher.close()
            await consumer.close()
        }
    }

    @Test func aFullBatchDoesNotLinger() async throws {
        try await Scene.run { scene in
            try await scene.fill(3)
            let consumer = scene.consumer()
            let start = ContinuousClock.now
            #expect(try await consumer.next(upTo: 3, linger: .seconds(60)).count == 3)
            #expect(.now - start < .seconds(40))
            await consumer.close()
        }
    }

    @Test func cancellingDrainsWhatWasPrefetchedAndThenEnds() async throws {
        try await Scene.run { scene in
            try await scene.fill(10)
            let consumer = scene.consumer()
            var taken = try await consumer.take(4)
            await consumer.cancel()
            while case let more = try await consumer.next(upTo: 100), !more.isEmpty { taken += more }
            #expect(taken.count == 10)
            #expect(try await consumer.next(upTo: 1).isEmpty)
            consumer.acknowledge(taken.map(\.tag))
            await consumer.close()
            #expect(try await scene.admin.queueDepth(scene.queue)?.messages == 0)
        }
    }

    @Test func aCancelledTaskWaitsNoLonger() async throws {
        try await Scene.run { scene in
            let consumer = scene.consumer()
            let task = Task { try await consumer.next(upTo: 1) }
            task.cancel()
            let deliveries = try await task.value
            #expect(deliveries.isEmpty)
            await consumer.close()
        }
    }

    @Test func outsideOfStartAndCloseWaitingIsAnError() async throws {
        let scene = try Scene()
        let consumer = AMQPConsumer(scene.config(), topology: .init(), queue: "q", prefetch: 1)
        await #expect(throws: AMQPError.self) { try await consumer.next(upTo: 1) }
        await consumer.close()
        await #expect(throws: AMQPError.self) { try await consumer.next(upTo: 1) }
    }

    @Test func aHandlerBusierThanTwoHeartbeatsKeepsItsConnection() async throws {
        try await Scene.run { scene in
            try await scene.fill(1)
            let consumer = scene.consumer(heartbeat: .seconds(5))
            let taken = try await consumer.take(1)
            // Nobody calls the consumer for 16 s; its thread must answer the broker by itself.
            #expect(try await consumer.next(upTo: 1, within: .seconds(16)).isEmpty)
            #expect(consumer.state == .open)
            consumer.acknowledge(taken.map(\.tag))
            await consumer.close()
            #expect(consumer.staleTags == 0)
            #expect(try await scene.admin.queueDepth(scene.queue)?.messages == 0)
        }
    }
}
