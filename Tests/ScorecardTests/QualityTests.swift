import Scorecard
import Testing

@Suite struct QualityTests {
    /// By hand: of the four pairs of one won and one lost, three stand right and one is tied.
    @Test func areaCountsPairsAndTiesAsHalf() throws {
        let scored = [
            Scored(0.9, isWon: true), Scored(0.4, isWon: true), Scored(0.4, isWon: false), Scored(0.1, isWon: false),
        ]
        let quality = try #require(Quality(scored))
        #expect(quality.auc == 0.875)
        #expect(quality.base == 0.5)
        #expect(abs(quality.brier - (0.01 + 0.36 + 0.16 + 0.01) / 4) < 1e-12)
        #expect(abs(quality.logloss - 0.40946) < 1e-4)
        // Bins 9, 4 and 1 hold 1, 2 and 1.
        #expect(abs(quality.ece10 - (0.25 * 0.1 + 0.5 * 0.1 + 0.25 * 0.1)) < 1e-12)
    }

    @Test func ofOneClassNoAreaAndNoSlopeIsSaid() throws {
        let quality = try #require(Quality([Scored(0.3, isWon: true), Scored(0.8, isWon: true)]))
        #expect(quality.auc == nil)
        #expect(quality.slope == nil)
        #expect(Quality([]) == nil)
    }

    /// Outcomes drawn from the probabilities themselves: slope 1, calibration error below the floor. Then the same
    /// probabilities, made bolder.
    @Test func boldnessShowsInTheSlope() throws {
        let dice = SplitHash(seed: 7)
        let fair = (0..<20_000).map { row in
            let p = 0.05 + 0.9 * dice.unit(2 * row)
            return Scored(p, isWon: dice.unit(2 * row + 1) < p)
        }
        let quality = try #require(Quality(fair))
        #expect(abs((quality.slope ?? 0) - 1) < 0.05)
        #expect(quality.ece10 <= NoiseFloor.ece10(fair.map(\.probability), draws: 100))
        let bold = fair.map { one in
            let odds = one.probability / (1 - one.probability)
            return Scored(odds * odds / (1 + odds * odds), isWon: one.isWon)
        }
        let worse = try #require(Quality(bold))
        #expect(abs((worse.slope ?? 0) - 0.5) < 0.05)
        #expect(worse.auc == quality.auc)
        #expect(worse.logloss > quality.logloss)
    }

    @Test func binsAreCutWhereQuantilesLie() {
        let bins = Bins((1...9).map(Double.init) + [.nan], count: 4)
        #expect(bins.cuts == [3, 5, 7])
        #expect([0.0, 3, 4.9, 5, 7, 99].map { bins.bin($0) } == [0, 1, 1, 2, 3, 3])
        #expect(bins.bin(.nan) == nil)
        #expect(Bins([2, 2, 2], count: 5).cuts == [2])
        #expect(Bins([], count: 5).cuts.isEmpty)
    }
}
