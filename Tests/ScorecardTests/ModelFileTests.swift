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
        let (own, bank) = (learner.bank.pairs, learner.bank)
        func harmed(_ keys: [UInt64]? = nil, _ harm: (inout PairWeights.Weight) -> Void = { _ in }) -> PairWeights {
            var weights = own.weights
            harm(&weights[0])
            while weights.count < keys?.count ?? 0 { weights.append(weights[0]) }
            return PairWeights(keys ?? own.keys, weights)
        }
        let harms = [
            harmed { $0.own.mean = .nan }, harmed { $0.own.mean = .infinity }, harmed { $0.own.precision = 0 },
            harmed { $0.own.precision = -1 }, harmed(own.keys + [PairTable.key(0, 999_999)]),
            harmed(own.keys.map { $0 << 32 | $0 >> 32 }),
        ]
        #expect(!own.keys.isEmpty)
        for (number, pairs) in harms.enumerated() {
            var harmed = learner
            harmed.bank = bank.with(pairs)
            let bytes = ModelFile.bytes(harmed)
            #expect(throws: ModelFile.Unusable.damaged, "harm \(number)") { try ModelFile.learner(bytes) }
        }
        var ahead = learner
        ahead.bank = bank.with(own, learned: Int(Int32.max))
        let bytes = ModelFile.bytes(ahead)
        #expect(throws: ModelFile.Unusable.damaged) { try ModelFile.learner(bytes) }
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

extension ExpertBank {
    fileprivate func with(_ pairs: PairWeights, learned: Int? = nil) -> ExpertBank {
        ExpertBank(
            experts,
            learned: learned ?? self.learned,
            bias: bias,
            slope: slope,
            weights: weights,
            touched: touched,
            centres: centres,
            pairs: pairs
        )
    }
}
