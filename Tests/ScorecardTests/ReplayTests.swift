import Scorecard
import Testing

@Suite struct ReplayTests {
    private let outcomes = Leads(seed: 11).outcomes(600)

    /// Bar B10: whatever the order of arrival and however often it arrives, the same bits.
    @Test(arguments: [UInt64(1), 2, 3])
    func theOrderOfArrivalChangesNoBit(_ seed: UInt64) {
        let dice = SplitHash(seed: seed)
        let shuffled = outcomes.indices.sorted { dice.unit($0) < dice.unit($1) }.map { outcomes[$0] }
        let twice = shuffled + shuffled.prefix(100)
        #expect(ModelFile.bytes(Replay(twice).learner) == ModelFile.bytes(Replay(outcomes).learner))
    }

    @Test func wonThenReopenedThenLostIsLostOnce() {
        var (won, lost) = (outcomes, outcomes)
        won[10].isWon = true
        lost[10].isWon = false
        lost[10].closedAt += 50
        let heard = won + [lost[10]]
        #expect(ModelFile.hash(Replay(heard).learner) == ModelFile.hash(Replay(lost).learner))
    }

    @Test func whatIsErasedWasNeverLearnt() {
        var left = outcomes
        left.remove(at: 300)
        let erased = Replay(outcomes.filter { $0.id != outcomes[300].id })
        #expect(ModelFile.bytes(erased.learner) == ModelFile.bytes(Replay(left).learner))
    }

    /// A lead is judged by what was known at its moment: an outcome that closes later, or at that moment, tells nothing.
    @Test func nothingIsKnownBeforeItHappened() {
        let leads = Leads(seed: 12)
        let first = Outcome(id: "a", snapshot: leads.snapshot(1), judgedAt: 0, closedAt: 100, isWon: true)
        var second = first
        second.id = "b"
        second.judgedAt = 100
        second.closedAt = 200
        let served = Replay([first, second]).served
        #expect(served.map(\.outcome.id) == ["a", "b"])
        #expect(served[1].judgement == Learner().judge(second.snapshot))
        second.judgedAt = 101
        #expect(Replay([first, second]).served[1].judgement != Learner().judge(second.snapshot))
    }

    @Test func anOutcomeBeforeItsLeadIsTakenAtItsOwnTime() {
        var odd = outcomes[0]
        odd.judgedAt = 1_000
        odd.closedAt = 10
        #expect(Replay([odd]).learner.outcomes == 1)
    }
}
