import Scorecard
import Testing

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
