import Testing

@testable import Scoring

@Suite struct UpliftTests {
    /// Contacts at random: better bands end better, and the playbook is used on them more.
    private static func groups(_ contacts: Int, effect: Double, _ seed: UInt64) -> [Playbooks.Group] {
        var dice = Dice(seed)
        var ends: [String: [String?: Ends]] = [:]
        for _ in 0..<contacts {
            let band = Int.random(in: 0..<4, using: &dice)
            let isUsed = Double.random(in: 0..<1, using: &dice) < [0.7, 0.5, 0.3, 0.1][band]
            let rate = [0.4, 0.3, 0.2, 0.1][band] + (isUsed ? effect : 0)
            let isGood = Double.random(in: 0..<1, using: &dice) < rate
            let one = Ends(contacts: 1, good: isGood ? 1 : 0)
            ends["1\(band)", default: [:]][isUsed ? "relance" : nil, default: Ends(contacts: 0, good: 0)] =
                (ends["1\(band)"]?[isUsed ? "relance" : nil] ?? Ends(contacts: 0, good: 0)) + one
        }
        return ends.sorted { $0.key < $1.key }.flatMap { stratum, arms in
            arms.map { Playbooks.Group(playbook: $0, stratum: stratum, ends: $1) }
        }
    }

    @Test func anEffectIsFoundAtItsSize() throws {
        var covered = 0
        for seed in 0..<400 {
            let judged = try #require(Playbooks.judged(["relance"], Self.groups(800, effect: 0.12, UInt64(seed))).first)
            let uplift = try #require(judged.uplift)
            if (uplift.lowBasisPoints...uplift.highBasisPoints).contains(1_200) { covered += 1 }
            if seed == 0 {
                #expect(judged.verdict == .better && judged.isBest)
                #expect(abs(uplift.differenceBasisPoints - 1_200) < 800)
            }
        }
        #expect(covered >= 368, "the interval holds the truth in \(covered) of 400")
    }

    /// The playbook is used on better leads, which end better by themselves: comparing like with like does not give it the
    /// credit.
    @Test func noEffectIsNoneThoughBetterLeadsGotIt() throws {
        var (covered, naive, advised) = (0, 0, 0)
        for seed in 0..<200 {
            let groups = Self.groups(800, effect: 0, UInt64(5_000 + seed))
            let judged = try #require(Playbooks.judged(["relance"], groups).first)
            let uplift = try #require(judged.uplift)
            if uplift.lowBasisPoints <= 0, uplift.highBasisPoints >= 0 { covered += 1 }
            if judged.isBest { advised += 1 }
            let pooled = groups.map { Playbooks.Group(playbook: $0.playbook, stratum: "1", ends: $0.ends) }
            if Playbooks.judged(["relance"], pooled).first?.verdict == .better { naive += 1 }
        }
        #expect(covered >= 184, "the interval holds 0 in \(covered) of 200")
        #expect(advised <= 10, "advised in \(advised) of 200")
        #expect(naive >= 150, "without bands the same playbook would look better: \(naive) of 200")
    }

    @Test func withOneStratumItIsNewcombesInterval() throws {
        // Newcombe 1998, table II, (a) 56/70 − 48/80: 0.0524 to 0.3339.
        let uplift = try #require(
            Uplift([(with: Ends(contacts: 70, good: 56), without: Ends(contacts: 80, good: 48))])
        )
        #expect(uplift.differenceBasisPoints == 2_000)
        #expect(abs(uplift.lowBasisPoints - 524) <= 1)
        #expect(abs(uplift.highBasisPoints - 3_339) <= 1)
    }

    @Test(arguments: [
        (29, 20, 500, 100), (500, 100, 29, 20), (200, 2, 200, 2), (0, 0, 0, 0),
    ])
    func tooLittleSaysNothing(_ with: Int, _ good: Int, _ without: Int, _ otherGood: Int) {
        let strata = [(with: Ends(contacts: with, good: good), without: Ends(contacts: without, good: otherGood))]
        #expect(Uplift(strata) == nil)
    }

    @Test func contactsWithoutTheirLikeDoNotCount() throws {
        let strata = [
            (with: Ends(contacts: 40, good: 20), without: Ends(contacts: 0, good: 0)),
            (with: Ends(contacts: 35, good: 10), without: Ends(contacts: 35, good: 10)),
        ]
        let uplift = try #require(Uplift(strata))
        #expect(uplift.with == Ends(contacts: 35, good: 10))
        #expect(uplift.differenceBasisPoints == 0)
        #expect(Uplift([strata[0]]) == nil)
    }

    @Test func manyPlaybooksNeedMoreProof() throws {
        let strata = [(with: Ends(contacts: 70, good: 56), without: Ends(contacts: 80, good: 48))]
        #expect(try #require(Uplift(strata)).verdict == .better)
        #expect(try #require(Uplift(strata, comparisons: 20)).verdict == .noDifference)
    }

    @Test func theSurestIsAdvisedAndOnlyOne() {
        let groups = [
            Playbooks.Group(playbook: "a", stratum: "1A", ends: Ends(contacts: 400, good: 200)),
            Playbooks.Group(playbook: "b", stratum: "1A", ends: Ends(contacts: 40, good: 24)),
            Playbooks.Group(playbook: "c", stratum: "1A", ends: Ends(contacts: 10, good: 9)),
            Playbooks.Group(playbook: nil, stratum: "1A", ends: Ends(contacts: 900, good: 180)),
        ]
        let judged = Playbooks.judged(["a", "b", "c"], groups)
        #expect(judged.map(\.verdict) == [.better, .better, .notEnough])
        #expect(judged.map(\.isBest) == [true, false, false])
        #expect(judged[2].with == Ends(contacts: 10, good: 9), "what is not enough is shown all the same")
    }
}
