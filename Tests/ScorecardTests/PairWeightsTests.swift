import Testing

@testable import Scorecard

/// What holds only together: fields that say nothing alone.
@Suite struct PairWeightsTests {
    private let dice = SplitHash(seed: 31)

    /// Won mostly where exactly one of the first two fields says "yes"; the others say nothing at all.
    private func outcome(_ row: Int, fields: Int = 6, matters: Bool = true) -> Outcome {
        let words = (0..<fields).map { dice.unit(row * 64 + $0) < 0.5 }
        let isLikely = matters ? words[0] != words[1] : true
        return Outcome(
            id: "\(100_000 + row)",
            snapshot: Snapshot(words.enumerated().map { Feature("f\($0.offset)", $0.element ? "yes" : "no") }),
            judgedAt: Int64(row),
            closedAt: Int64(row + 50),
            isWon: dice.unit(row * 64 + 63) < (isLikely ? 0.7 : 0.2)
        )
    }

    private func quality(_ outcomes: [Outcome], from first: Int) throws -> Quality {
        let served = Replay(outcomes).served.dropFirst(first)
        return try #require(Quality(served.map { Scored($0.judgement.probability, isWon: $0.outcome.isWon) }))
    }

    @Test func whatHoldsOnlyTogetherIsLearntAndSaidOfBoth() throws {
        let outcomes = (0..<6_000).map { outcome($0) }
        let quality = try quality(outcomes, from: 3_000)
        #expect((quality.auc ?? 0) > 0.72, "no sum of values does better than chance")
        #expect((0.8...1.25).contains(quality.slope ?? 0))

        let learner = Replay(outcomes).learner
        let words = [true, false, true, true, true, true]
        let one = Snapshot(words.enumerated().map { Feature("f\($0.offset)", $0.element ? "yes" : "no") })
        let explanation = learner.explain(one)
        #expect(abs(explanation.sum - explanation.judgement.z) <= 1e-9)
        let parts = explanation.parts.map(\.logits)
        #expect(min(parts[0], parts[1]) > 3 * parts[2...].map(abs).reduce(0, max))
    }

    @Test func whereNothingHoldsTogetherItSpoilsNothing() throws {
        let quality = try quality((0..<4_000).map { outcome($0, matters: false) }, from: 500)
        let base = quality.base
        #expect(quality.logloss < -(base * logarithm(base) + (1 - base) * logarithm(1 - base)) + 0.01)
    }

    @Test func pairsAreBoundedInNumberAndComeOfCommonValuesAlone() {
        var learner = Learner()
        for row in 0..<500 {
            let snapshot = outcome(row, fields: 17).snapshot
            learner.learn(snapshot, learner.judge(snapshot), isWon: row % 3 == 0)
        }
        #expect(learner.bank.pairs.keys.isEmpty, "so many fields have no pairs")

        learner = Learner()
        for row in 0..<200 {
            let snapshot = Snapshot([Feature("id", "c\(row)"), Feature("kind", "k\(row % 2)"), Feature("size", "s")])
            learner.learn(snapshot, learner.judge(snapshot), isWon: row % 2 == 0)
        }
        #expect(learner.bank.pairs.keys.count == 2, "two kinds with one size")

        var pairs = PairWeights()
        let seen = [Int32](repeating: 100, count: 900)
        for row in 0..<40_000 {
            let numbers = Set((0..<16).map { Int32(dice.unit(row * 16 + $0) * 900) }).sorted()
            _ = pairs.enter(numbers, seen: seen, at: row)
        }
        #expect(pairs.keys.count == PairWeights.limit && pairs.weights.count == PairWeights.limit)
    }

    @Test func theTableKeepsEachPairOnceInOrder() {
        var (table, known): (PairTable, [UInt64: Int32]) = (PairTable(), [:])
        for row in 0..<50_000 {
            let key = PairTable.key(Int32(dice.unit(2 * row) * 300), Int32(dice.unit(2 * row + 1) * 300))
            #expect(table[key] == known[key])
            if known[key] == nil { known[key] = Int32(known.count) }
            table.add(key)
            table.add(key)
        }
        #expect(table.keys.count == known.count && known.allSatisfy { table[$0.key] == $0.value })
        #expect(PairTable(table.keys).keys == table.keys)
        #expect(PairTable.key(3, 70_000) == PairTable.key(70_000, 3))
    }

    private func logarithm(_ x: Double) -> Double {
        // Newton's method on the tests' own exponential.
        var y = x - 1
        for _ in 0..<60 { y += x / exponential(y) - 1 }
        return y
    }
}
