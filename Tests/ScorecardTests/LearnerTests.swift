import Scorecard
import Testing

@Suite struct LearnerTests {
    @Test func beforeTheFirstOutcomeTheRulesSpeak() {
        let learner = Learner()
        let probabilities = [-2.0, -1, 0, 1, 2].map { learner.judge(Snapshot([], offset: $0)).probability }
        #expect(probabilities == probabilities.sorted())
        #expect(Set(probabilities).count == 5)
        // Close to the rate that is believed, drawn to the middle by what is not known.
        #expect((0.28...0.40).contains(probabilities[2]))
    }

    @Test func whatMattersIsLearnt() throws {
        let replay = Replay(Leads(seed: 1).outcomes(4_000))
        let later = replay.served.dropFirst(1_000).map { Scored($0.judgement.probability, isWon: $0.outcome.isWon) }
        let quality = try #require(Quality(later))
        #expect((quality.auc ?? 0) > 0.78)
        #expect((0.85...1.2).contains(quality.slope ?? 0))
        #expect(quality.ece10 < NoiseFloor.ece10(later.map(\.probability), draws: 50) + 0.02)
    }

    @Test func noOpenDealIsCertainThoughAllWereWon() {
        var learner = Learner()
        let snapshot = Snapshot([Feature("constant", "always")], offset: 0)
        for _ in 0..<5_000 { learner.learn(snapshot, learner.judge(snapshot), isWon: true) }
        let judgement = learner.judge(snapshot)
        #expect(judgement.probability > 0.9)
        #expect(judgement.probability <= 0.995)
        #expect(judgement.interval.lowerBound < judgement.probability)
        #expect(judgement.interval.upperBound < 1)
    }

    @Test func moreOutcomesMakeItSurer() {
        let leads = Leads(seed: 3)
        func width(_ count: Int) -> Double {
            let interval = Replay(leads.outcomes(count)).learner.judge(leads.snapshot(99_999)).interval
            return interval.upperBound - interval.lowerBound
        }
        let widths = [0, 50, 500, 5_000].map(width)
        #expect(widths == widths.sorted(by: >))
    }

    @Test func ofHundredThousandCategoriesFewCostMemoryAndNoneBreaksAnything() {
        var learner = Learner()
        for row in 0..<100_000 {
            let snapshot = Snapshot([Feature("campaign", "c\(row)"), Feature("kind", "k\(row % 3)")])
            learner.learn(snapshot, learner.judge(snapshot), isWon: row % 3 == 0)
        }
        #expect(ModelFile.bytes(learner).count < 2_000_000)
        let won = learner.judge(Snapshot([Feature("campaign", "new"), Feature("kind", "k0")])).probability
        let lost = learner.judge(Snapshot([Feature("campaign", "new"), Feature("kind", "k1")])).probability
        #expect(won > 0.7)
        #expect(lost < 0.3)
    }

    /// The parts of ten thousand leads sum to their logits: bar B8.
    @Test func theExplanationSumsToTheLogit() {
        let leads = Leads(seed: 5)
        let learner = Replay(leads.outcomes(3_000)).learner
        for row in 10_000..<20_000 {
            var snapshot = leads.snapshot(row)
            if row % 7 == 0 { snapshot.features[2].value = "never seen" }
            let explanation = learner.explain(snapshot)
            #expect(abs(explanation.sum - explanation.judgement.z) <= 1e-9)
            #expect(explanation.judgement == learner.judge(snapshot))
        }
    }

    @Test func whatSpeaksForALeadIsNamed() throws {
        let learner = Replay(Leads(seed: 6).outcomes(4_000)).learner
        var snapshot = Leads(seed: 6).snapshot(1)
        snapshot.features[0].value = "v0"
        snapshot.features[1].value = "v3"
        let parts = learner.explain(snapshot).parts
        #expect(parts.max { $0.logits < $1.logits }?.feature == Feature("f0", "v0"))
        #expect(parts.min { $0.logits < $1.logits }?.feature == Feature("f1", "v3"))
    }

    @Test func timesThatChangeAreFollowed() {
        var learner = Learner()
        let snapshot = Snapshot([Feature("f", "v")])
        for _ in 0..<3_000 { learner.learn(snapshot, learner.judge(snapshot), isWon: false) }
        let before = learner.judge(snapshot).probability
        for row in 0..<3_000 { learner.learn(snapshot, learner.judge(snapshot), isWon: row % 2 == 0) }
        #expect(before < 0.05)
        #expect(learner.judge(snapshot).probability > 0.35)
    }
}
