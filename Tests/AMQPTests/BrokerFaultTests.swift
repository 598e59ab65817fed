import Foundation
import InstallationSupport
import Testing

@testable import AMQP

@Suite(.privateBroker, .serialized) struct BrokerFaultTests {
    func broker() throws -> PrivateBroker { try #require(PrivateBroker.current) }

    /// Runs `body` while the broker believes that its memory is used up.
    private func alarmed(_ broker: PrivateBroker, _ body: () async throws -> Void) async throws {
        try await broker.servers.control("set_vm_memory_high_watermark", "absolute", "1")
        do {
            try await body()
        } catch {
            try await broker.servers.control("set_vm_memory_high_watermark", "0.4")
            throw error
        }
        try await broker.servers.control("set_vm_memory_high_watermark", "0.4")
    }

    private func isBlocked(_ publisher: AMQPPublisher) -> Bool {
        if case .blocked = publisher.state { true } else { false }
    }

    @Test func anAlarmBlocksPublishingAndItsEndReleasesIt() async throws {
        let broker = try broker()
        try await Scene.run(url: broker.url) { scene in
            let publisher = scene.publisher(confirmTimeout: .seconds(60))
            #expect(await publisher.publish([scene.outgoing([0])]) == [.confirmed])
            // Until the alarm has come and gone, however long the node takes over it.
            let results = Task { () -> [PublishOutcome] in
                var unconfirmed: [PublishOutcome] = []
                while !Task.isCancelled {
                    unconfirmed += await publisher.publish((0..<50).map { _ in scene.outgoing([1]) })
                        .filter { $0 != .confirmed }
                }
                return unconfirmed
            }
            defer { results.cancel() }
            try await alarmed(broker) {
                let blocked = await eventually(within: .seconds(20)) { isBlocked(publisher) }
                #expect(blocked)
            }
            let open = await eventually(within: .seconds(20)) { publisher.state == .open }
            #expect(open)
            results.cancel()
            #expect(await results.value.isEmpty)
            await publisher.close()
        }
    }

    @Test func whileBlockedOutcomesAreLostInTimeAndClosingDoesNotHang() async throws {
        let broker = try broker()
        try await Scene.run(url: broker.url) { scene in
            let publisher = scene.publisher(confirmTimeout: .seconds(2))
            let works = await eventually(within: .seconds(40)) {
                await publisher.publish([scene.outgoing([0])]) == [.confirmed]
            }
            #expect(works)
            try await alarmed(broker) {
                // The alarm reaches connections a moment after the setting: publish until it has.
                let blocked = await eventually(within: .seconds(20)) {
                    _ = await publisher.publish([scene.outgoing([1])])
                    return isBlocked(publisher)
                }
                #expect(blocked)
                let start = ContinuousClock.now
                // More than every socket buffer on the way holds.
                let bulk = [UInt8](repeating: 1, count: 8 * 1024 * 1024)
                let outcomes = await publisher.publish((0..<3).map { _ in scene.outgoing(bulk) })
                #expect(outcomes.allSatisfy { if case .lost = $0 { true } else { false } })
                #expect(.now - start < .seconds(30))
                let closing = ContinuousClock.now
                await publisher.close(within: .seconds(1))
                #expect(.now - closing < .seconds(20))
            }
        }
    }

    /// The broker stops reading before it can say `connection.blocked`: the write itself gets stuck.
    @Test func aStuckWriteIsGivenUp() async throws {
        let broker = try broker()
        try await Scene.run(url: broker.url) { scene in
            try await alarmed(broker) {
                var config = scene.config("stuck")
                config.writeTimeout = .seconds(1)
                let publisher = AMQPPublisher(config, confirmTimeout: .seconds(60))
                publisher.start()
                let open = await eventually { publisher.state == .open }
                #expect(open)
                let start = ContinuousClock.now
                let bulk = [UInt8](repeating: 1, count: 15 * 1024 * 1024)
                let outcomes = await publisher.publish([scene.outgoing(bulk)])
                guard case .lost = outcomes.first else { Issue.record("expected .lost, got \(outcomes)"); return }
                #expect(.now - start < .seconds(40))
                await publisher.close(within: .seconds(1))
            }
        }
    }

    @Test func consumingGoesOnDuringAnAlarm() async throws {
        let broker = try broker()
        try await Scene.run(url: broker.url) { scene in
            try await scene.fill(100)
            try await alarmed(broker) {
                let consumer = scene.consumer()
                let taken = try await consumer.take(100)
                #expect(taken.count == 100)
                consumer.acknowledge(taken.map(\.tag))
                await consumer.close()
            }
            let depth = try await scene.admin.queueDepth(scene.queue)
            #expect(depth?.messages == 0)
        }
    }

    @Test func afterARestartOfTheBrokerBothSidesWorkAgain() async throws {
        let broker = try broker()
        try await Scene.run(url: broker.url) { scene in
            try await scene.fill(5)
            let (consumer, publisher) = (scene.consumer(), scene.publisher(confirmTimeout: .seconds(60)))
            let before = try await consumer.take(5)
            try await broker.servers.control("stop_app")
            let isFailed = await eventually {
                if case .failed = publisher.state, case .failed = consumer.state { true } else { false }
            }
            #expect(isFailed)
            async let outcome = publisher.publish([scene.outgoing(Array("new".utf8))])
            try await broker.servers.control("start_app")

            #expect(await outcome == [.confirmed])
            consumer.acknowledge(before.map(\.tag))
            let after = try await consumer.take(6, within: .seconds(30))
            #expect(Set(after.map(\.text)) == ["0", "1", "2", "3", "4", "new"])
            await publisher.close()
            await consumer.close()
        }
    }
}
