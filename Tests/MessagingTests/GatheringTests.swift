import Contracts
import Foundation
import MessagingSupport
import Postgres
import Synchronization
import Testing

@testable import Messaging

/// Looks outside for leads whose name is not known yet.
private struct LookUp: GatheringHandler {
    static let name = "scoring.look-up"
    let known: Set<String>
    var settled: @Sendable (Int) -> Void = { _ in }
    let look: @Sendable (String) async throws -> String

    @concurrent func recall(_ deliveries: [Delivery<LeadRegistered>]) async throws -> [String?] {
        deliveries.map { known.contains($0.message.companyName ?? "") ? "known" : nil }
    }

    @concurrent func gather(_ delivery: Delivery<LeadRegistered>) async throws -> String {
        try await look(delivery.message.companyName ?? "")
    }

    func handle(
        _ deliveries: [(delivery: Delivery<LeadRegistered>, gathered: String)],
        in tx: isolated PostgresSession
    ) throws -> [Outcome] {
        settled(deliveries.count)
        for (delivery, gathered) in deliveries {
            try tx.execute(
                "INSERT INTO effects (message_id, note) VALUES ($1, $2)",
                delivery.envelope.messageID,
                gathered
            )
        }
        return deliveries.map { _ in .done }
    }
}

/// Looks nowhere.
private struct Waiting<Message: Event>: GatheringHandler {
    static var name: String { "enrichment.waiting" }
    @concurrent func recall(_ deliveries: [Delivery<Message>]) async throws -> [Bool?] { deliveries.map { _ in nil } }
    @concurrent func gather(_ delivery: Delivery<Message>) async throws -> Bool { true }
    func handle(
        _ deliveries: [(delivery: Delivery<Message>, gathered: Bool)],
        in tx: isolated PostgresSession
    ) throws -> [Outcome] { deliveries.map { _ in .done } }
}

@Suite struct GatheringTests {
    @Test func lookUpsRunBesideEachOtherAndWhatIsKnownDoesNotWaitForThem() async throws {
        let scene = try await MessagingScene()
        let inFlight = Mutex((now: 0, most: 0))
        let gate = AsyncStream<Void>.makeStream()
        let release = Task { for await _ in gate.stream {} }
        var handlers = HandlerRegistry(.scoring)
        handlers.hear(
            LookUp(known: ["k"]) { _ in
                inFlight.withLock {
                    $0.now += 1; $0.most = max($0.most, $0.now)
                }
                await release.value
                inFlight.withLock { $0.now -= 1 }
                return "looked up"
            },
            lookups: 32
        )
        let messenger = scene.messenger(handlers)
        try await scene.announce((0..<100).map { scene.lead($0 % 2 == 0 ? "k" : "u") })
        try await scene.running(messenger) {
            try await eventually("what is known is handled first") { try await scene.effects().count == 50 }
            try await eventually("32 look at once") { inFlight.withLock { $0.now } == 32 }
            gate.continuation.finish()
            try await eventually("all are handled") { try await scene.effects().count == 100 }
        }
        #expect(inFlight.withLock { $0.most } == 32)
        await scene.end()
    }

    @Test func looksThatEndTogetherSettleTogether() async throws {
        let scene = try await MessagingScene()
        let gate = AsyncStream<Void>.makeStream()
        let release = Task { for await _ in gate.stream {} }
        let looking = Mutex(0)
        let batches = Mutex<[Int]>([])
        var handlers = HandlerRegistry(.scoring)
        handlers.hear(
            LookUp(known: [], settled: { count in batches.withLock { $0.append(count) } }) { _ in
                looking.withLock { $0 += 1 }
                await release.value
                return "looked up"
            }
        )
        let messenger = scene.messenger(handlers)
        try await scene.announce((0..<60).map { _ in scene.lead("u") })
        try await scene.running(messenger) {
            try await eventually("all look") { looking.withLock { $0 } == 60 }
            gate.continuation.finish()
            try await eventually("all are handled") { try await scene.effects().count == 60 }
        }
        #expect(batches.withLock { $0.reduce(0, +) } == 60)
        #expect(batches.withLock { $0.count } <= 30, "60 looks took \(batches.withLock { $0 })")
        await scene.end()
    }

    @Test func aHandlerThatAsksForFewLooksSlowsNoneBesideIt() {
        var handlers = HandlerRegistry(.enrichment)
        handlers.hear(Waiting<CompanyRegistered>(), lookups: 200)
        handlers.hear(Waiting<CompanyUpdated>(), lookups: 4)
        #expect(handlers.queues.map(\.lookups) == [200])
    }

    @Test func aLookThatFailsIsTriedAgainLater() async throws {
        let scene = try await MessagingScene()
        let looks = Mutex(0)
        var handlers = HandlerRegistry(.scoring)
        handlers.hear(
            LookUp(known: []) { _ in
                if looks.withLock({
                    $0 += 1; return $0
                }) < 3 {
                    throw Broken()
                }
                return "third time"
            }
        )
        let messenger = scene.messenger(handlers)
        try await scene.announce([scene.lead("u")])
        try await scene.running(messenger) {
            try await eventually("it is handled") { try await scene.effects() == ["third time"] }
        }
        await scene.end()
    }
}
