import InstallationSupport
import Testing

/// Hop and relay in memory, with a crash before any step: cheap, and finds what runs on real servers meet too rarely.
@Suite struct ModelTests {
    private static let schedules: UInt64 = 10_000

    @Test func overTenThousandSchedulesNothingIsLostAndNothingDoubled() {
        for seed in 0..<Self.schedules {
            var run = ModelRun(.asBuilt, seed: Dice.seed &+ seed)
            let complaints = Oracle.complaints(run.ledger())
            #expect(complaints.isEmpty, "FILON_FAULT_SEED=\(Dice.seed), schedule \(seed)")
            if !complaints.isEmpty { return }
        }
    }

    /// The model and the oracle have teeth: each wrong order is found out.
    @Test(arguments: Design.allCases.filter { $0 != .asBuilt })
    func aWrongDesignIsFoundOut(design: Design) {
        let guilty = (0..<Self.schedules).first { seed in
            var run = ModelRun(design, seed: Dice.seed &+ seed)
            return !Oracle.complaints(run.ledger()).isEmpty
        }
        #expect(guilty != nil)
    }
}
