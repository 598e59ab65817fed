import Scorecard
import Testing

@Suite struct DriftTests {
    /// Outcomes drawn from the probabilities themselves, or from others.
    private static func scored(_ count: Int, seed: UInt64, truth: (Double) -> Double = { $0 }) -> [Scored] {
        let dice = SplitHash(seed: seed)
        return (0..<count).map { row in
            let p = 0.05 + 0.9 * dice.unit(2 * row)
            return Scored(p, isWon: dice.unit(2 * row + 1) < truth(p))
        }
    }

    @Test func tooFewOutcomesTellNothing() throws {
        #expect(Drift(Self.scored(299, seed: 1)) == nil)
        let drift = try #require(Drift(Self.scored(300, seed: 1)))
        #expect(drift.recent == 100 && drift.earlier == 200)
        #expect(Drift(Self.scored(2_000, seed: 1))?.recent == 400)
    }

    /// Of 200 streams in which nothing changes hardly one alarms.
    @Test func chanceAloneHardlyEverAlarms() {
        let alarms = (0..<200).count { Drift(Self.scored(500, seed: $0))?.isWorse(still: false) == true }
        #expect(alarms <= 2)
    }

    @Test func aWorldThatChangedIsSeen() throws {
        let changed = Self.scored(800, seed: 5) + Self.scored(200, seed: 6) { 1 - $0 }
        let drift = try #require(Drift(changed))
        #expect(drift.isWorse(still: false))
        #expect(drift.recentLogloss > drift.earlierLogloss + 3 * drift.standardError)
        // The other way round is none: it became better.
        #expect(Drift(changed.reversed())?.isWorse(still: false) == false)
    }

    /// What lies between the borders goes on if it stands and does not begin.
    @Test func whatStandsEndsOnlyWhenItIsClearlyOver() throws {
        var drift = try #require(Drift(Self.scored(500, seed: 1)))
        (drift.earlierLogloss, drift.recentLogloss, drift.standardError) = (0.6, 0.65, 0.02)
        #expect(!drift.isWorse(still: false) && drift.isWorse(still: true))
        drift.recentLogloss = 0.62
        #expect(!drift.isWorse(still: true))
    }
}

@Suite struct ModelCardTests {
    private static func card(_ scored: [Scored], contest: (Int, Double?, Double?) = (0, nil, nil)) -> ModelCard {
        ModelCard(
            features: 1,
            horizonDays: 180,
            from: nil,
            to: nil,
            outcomes: scored.count,
            won: scored.count(where: \.isWon),
            scored: scored,
            contest: ModelCard.Contest(outcomes: contest.0, challenger: contest.1, champion: contest.2)
        )
    }

    /// Nine of ten foretold, five of ten won.
    private static func bold(_ count: Int) -> [Scored] { (0..<count).map { Scored(0.9, isWon: $0 % 2 == 0) } }

    @Test func alarmsNeedEnoughOutcomes() {
        #expect(Self.card(Self.bold(199)).alarms() == [])
        #expect(Self.card(Self.bold(200)).alarms() == [.worseThanRate, .miscalibrated])
        #expect(Self.card(Self.bold(200)).isWeak)
    }

    /// Just above the rate: no alarm begins, one that stands goes on.
    @Test func whatStandsEndsOnlyWhenItIsOver() {
        var card = Self.card(Self.bold(200))
        card.quality?.ece10 = 0
        card.rateOnly = 0.69
        card.quality?.logloss = 0.695
        #expect(card.alarms() == [])
        #expect(card.alarms(standing: [.worseThanRate]) == [.worseThanRate])
        card.quality?.logloss = 0.68
        #expect(card.alarms(standing: [.worseThanRate]) == [])
    }

    @Test func aWorseChallengerIsRefusedOnceThereIsProof() {
        #expect(Self.card([], contest: (49, 0.7, 0.6)).refusal == nil)
        #expect(Self.card([], contest: (50, 0.7, 0.6)).refusal != nil)
        #expect(Self.card([], contest: (50, 0.61, 0.6)).refusal == nil)
    }

    @Test(arguments: [(0, "regles"), (19, "regles"), (20, "hybride"), (199, "hybride"), (200, "appris")])
    func theLabelSaysWhatItRestsOn(_ outcomes: Int, _ label: String) {
        #expect(ModelCard.label(outcomes: outcomes) == label)
    }
}
