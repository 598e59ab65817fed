import Foundation
import Testing

@testable import ProviderSandbox

/// Faults and limits strike exactly as ordered, so that a test that orders them can count on them.
@Suite struct SandboxFaultTests {
    @Test func aShareOfCallsIsStruckEvenly() {
        var progress = FaultProgress(FaultPlan(provider: "bodacc", status: 503, rate: 0.3))

        let struck = (1...10).filter { _ in progress.strikes() }

        #expect(struck == [4, 7, 10])
    }

    @Test func aProviderIsSoundAgainAfterTheOrderedTimes() {
        var progress = FaultProgress(FaultPlan(provider: "bodacc", status: 503, times: 2))

        #expect((1...5).map { _ in progress.strikes() } == [true, true, false, false, false])
    }

    @Test func aClientBeyondItsLimitWaitsOutTheRollingSecond() {
        let state = SandboxState(limits: ["recherche-entreprises": 7])
        let start = ContinuousClock.now
        func admits(_ client: String, after wait: Duration) -> Bool {
            let verdict = state.admit("recherche-entreprises", sirens: ["910866482"], client: client, at: start + wait)
            if case .refuse = verdict { return false }
            return true
        }

        #expect((0..<7).allSatisfy { admits("a", after: .milliseconds($0 * 10)) })
        #expect(!admits("a", after: .milliseconds(500)))
        #expect(admits("b", after: .milliseconds(500)))
        #expect(admits("a", after: .milliseconds(1001)))

        let counters = state.document["providers"]?["recherche-entreprises"]
        #expect(counters?["calls"] == 10)
        #expect(counters?["refused"] == 1)
        #expect(counters?["most_per_second"] == 9)
        #expect(counters?["by_siren"]?["910866482"] == 10)
    }

    @Test func anImpossiblePlanIsRefused() {
        #expect(FaultPlan(provider: "insee").objection != nil)
        #expect(FaultPlan(provider: "bodacc", rate: 1.5).objection != nil)
        #expect(FaultPlan(provider: "bodacc", status: 503).objection == nil)
    }
}
