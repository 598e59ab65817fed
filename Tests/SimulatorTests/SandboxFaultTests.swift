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

    @Test func anImpossiblePlanIsRefused() {
        #expect(FaultPlan(provider: "insee").objection != nil)
        #expect(FaultPlan(provider: "bodacc", rate: 1.5).objection != nil)
        #expect(FaultPlan(provider: "bodacc", status: 503).objection == nil)
    }
}
