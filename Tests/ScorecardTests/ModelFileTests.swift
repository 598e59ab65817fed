import Testing

@testable import Scorecard

@Suite struct ModelFileTests {
    private let learner = Replay(Leads(seed: 21).outcomes(500)).learner

    @Test func aModelComesBackToTheLastBit() throws {
        let bytes = ModelFile.bytes(learner)
        var back = try ModelFile.learner(bytes)
        #expect(ModelFile.bytes(back) == bytes)
        var original = learner
        for row in 500..<700 {
            let outcome = Leads(seed: 21).outcome(row)
            let judgement = original.judge(outcome.snapshot)
            #expect(back.judge(outcome.snapshot) == judgement)
            original.learn(outcome.snapshot, judgement, isWon: outcome.isWon)
            back.learn(outcome.snapshot, judgement, isWon: outcome.isWon)
        }
        #expect(ModelFile.hash(back) == ModelFile.hash(original))
    }

    @Test func aCutModelIsRefused() {
        let bytes = ModelFile.bytes(learner)
        for length in stride(from: 0, to: bytes.count, by: 97) {
            #expect(throws: ModelFile.Unusable.self) { try ModelFile.learner(Array(bytes.prefix(length))) }
        }
    }

    @Test func aChangedByteIsNoticed() {
        let bytes = ModelFile.bytes(learner)
        for place in stride(from: 12, to: bytes.count, by: 211) {
            var damaged = bytes
            damaged[place] ^= 0x10
            #expect(throws: ModelFile.Unusable.damaged) { try ModelFile.learner(damaged) }
        }
    }

    /// Written with a sum that fits, and still not to be learned from.
    @Test func whatNoLearnerCouldHaveBecomeIsRefused() {
        let harms: [(inout Learner) -> Void] = [
            { $0.pairs.bias.mean = .nan }, { $0.pairs.values[0].mean = .infinity },
            { $0.pairs.values[0].precision = 0 }, { $0.pairs.slope.precision = -1 },
            { $0.pairs.values.removeLast() }, { $0.pairs.learned = Int(Int32.max) },
            { learner in
                var pairs = learner.pairs.pairs
                pairs.append(pairs[0])
                learner.pairs.restore(learner.pairs.keys + [PairTable.key(0, 999_999)], pairs)
            },
            { learner in
                let keys = learner.pairs.keys.map { $0 << 32 | $0 >> 32 }
                learner.pairs.restore(keys, learner.pairs.pairs)
            },
        ]
        #expect(!learner.pairs.keys.isEmpty)
        for (number, harm) in harms.enumerated() {
            var harmed = learner
            harm(&harmed)
            let bytes = ModelFile.bytes(harmed)
            #expect(throws: ModelFile.Unusable.damaged, "harm \(number)") { try ModelFile.learner(bytes) }
        }
    }

    @Test func anotherVersionSaysWhichItIs() {
        var bytes = ModelFile.bytes(learner)
        bytes[8] = 9
        #expect(throws: ModelFile.Unusable.otherVersion(9)) { try ModelFile.learner(bytes) }
    }

    @Test func differentOutcomesHaveDifferentNames() {
        #expect(ModelFile.hash(learner).count == 16)
        #expect(ModelFile.hash(learner) != ModelFile.hash(Replay(Leads(seed: 21).outcomes(501)).learner))
    }
}
