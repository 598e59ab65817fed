import Foundation
import Postgres
import Synchronization
import TestSupport
import Testing

@testable import Enrichment

@Suite struct PacingTests {
    /// Two replicas, each with sessions of its own, share one provider's limit.
    @Test func twoReplicasTogetherStayUnderTheLimit() async throws {
        try await Scene().run { scene in
            let terms = ProviderTerms(name: "paced", calls: 20, period: 1, breaker: .seconds(300))
            // Where the machine stalls as a replica asks for the server's time, its clock is off for the round.
            var excess: [String] = []
            for _ in 0..<3 {
                let found = Self.excess(try await turns(60, of: terms, replicas: 2, scene), terms)
                guard let found else { return }
                excess.append(found)
            }
            Issue.record("in each round more than \(terms.calls): \(excess)")
        }
    }

    /// What is more than the limit; nil: nothing.
    private static func excess(_ turns: [ContinuousClock.Instant], _ terms: ProviderTerms) -> String? {
        // A turn may start 20 ms late, and either clock be off by half of its quickest question.
        let window = Duration.milliseconds(950)
        let most = turns.indices.map { index in turns[index...].prefix { $0 - turns[index] < window }.count }.max() ?? 0
        // How much of it is used, the benchmark says: here others keep the machine busy.
        let used = Double(turns.count - 1) / (turns[turns.count - 1] - turns[0]).inSeconds
        let isKept = most <= terms.calls && used <= Double(terms.calls)
        return isKept ? nil : "\(most) in a second, \(used) a second"
    }

    @Test func noSecondHoldsMoreThanTheLimitHoweverLateCallsStart() {
        var window = SlidingWindow(limit: 3)
        let start = ContinuousClock.now
        for offset in [0, 10, 900] {
            let refused = window.enter(at: start + .milliseconds(offset))
            #expect(refused == nil)
        }
        let later = window.enter(at: start + .milliseconds(999))
        #expect(later == start + .milliseconds(1010))
        let entered = window.enter(at: start + .milliseconds(1010))
        #expect(entered == nil)
        let next = window.enter(at: start + .milliseconds(1011))
        #expect(next == start + .milliseconds(1020))
    }

    /// Many calls do not arrive as evenly as they leave; of a small limit nothing is given away.
    @Test(arguments: [(7, 7), (20, 20), (30, 29), (250, 240), (1, 1)])
    func aLimitOfManyCallsIsNotUsedToTheLast(_ calls: Int, _ steady: Int) {
        let terms = ProviderTerms(name: "paced", calls: calls, period: 1, breaker: .seconds(300))
        #expect(terms.steadyCalls == steady)
        #expect(terms.spacing >= .seconds(1.0 / Double(steady)))
        #expect(terms.spacing <= .seconds(1 / (0.95 * Double(steady))), "95 % of it is used")
    }

    @Test func aCancelledWaiterLeavesTheOthersTheirTurn() async throws {
        try await Scene().run { scene in
            let terms = ProviderTerms(name: "paced", calls: 5, period: 1, breaker: .seconds(300))
            let pacer = RatePacer(terms, database: scene.pool, metrics: EnrichmentMetrics())
            let waiting = (0..<4).map { _ in Task { _ = try await pacer.turn() } }
            waiting[1].cancel()

            for index in [0, 2, 3] { try await waiting[index].value }
            await #expect(throws: CancellationError.self) { try await waiting[1].value }
        }
    }

    @Test func callsOfTheDayAreCounted() async throws {
        try await Scene().run { scene in
            let terms = ProviderTerms(name: "paced", calls: 100, period: 1, breaker: .seconds(300))
            _ = try await turns(10, of: terms, replicas: 1, scene)
            #expect(
                try await scene.texts("SELECT (calls >= 10)::text FROM provider_state WHERE provider = 'paced'") == [
                    "true"
                ]
            )
        }
    }

    private func turns(
        _ count: Int,
        of terms: ProviderTerms,
        replicas: Int,
        _ scene: Scene
    ) async throws -> [ContinuousClock.Instant] {
        let config = scene.database.config(role: "filon_enrichment")
        let pools = (0..<replicas).map { _ in PostgresPool(config, size: 1) }
        let pacers = pools.map { RatePacer(terms, database: $0, metrics: EnrichmentMetrics()) }
        let starts = try await withThrowingTaskGroup(of: ContinuousClock.Instant.self) { group in
            for index in 0..<count {
                group.addTask {
                    try await pacers[index % replicas].turn()
                }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        for pool in pools { await pool.close() }
        return starts.sorted()
    }
}

extension Duration {
    fileprivate var inSeconds: Double {
        let (seconds, attoseconds) = components
        return Double(seconds) + Double(attoseconds) / 1e18
    }
}
