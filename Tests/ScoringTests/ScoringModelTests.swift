import Contracts
import FrenchBusiness
import Testing

@testable import Scoring

@Suite struct ScoringModelTests {
    private let model = ScoringModel()

    @Test func theLinesOfAnyScoreSumToItAndStayBetween0And100() {
        var dice = Dice(1)
        for _ in 0..<5000 {
            let inputs = dice.inputs()
            let score = model.score(inputs)

            #expect(score.summary.points == score.summary.lines.reduce(0) { $0 + $1.points }, "\(inputs)")
            #expect((0...100).contains(score.summary.points), "\(inputs)")
            #expect(score.priority == model.ruleSet.priority(score.summary.points, score.urgency))
            #expect(score.band == model.ruleSet.band(score.summary.points))
        }
    }

    @Test func everyOutcomeThatOccursHasPointsAndAFrenchReason() {
        var dice = Dice(2)
        for _ in 0..<5000 {
            for line in model.score(dice.inputs()).summary.lines {
                let rule = Rule(rawValue: line.rule)
                let reasons = rule.flatMap { ScoreText.reasons[$0] } ?? [:]
                let outcome = reasons.first { $0.value == line.text }?.key

                #expect(outcome != nil, "\(line.rule): \(line.text)")
                #expect(rule.flatMap { model.ruleSet.points[$0] }?[outcome ?? .other] == line.points)
                #expect(!line.input.isEmpty)
            }
        }
    }

    @Test func largerCompaniesGetFewerPointsAllElseEqual() {
        var dice = Dice(3)
        for _ in 0..<1000 {
            var inputs = dice.inputs()
            // INSEE's category alone changes: with under ten people and little turnover, PME is read as TPE.
            inputs.facts.workforceBand = "03"
            inputs.turnover = Known.turnover(900_000, 900_000)
            let points = ["PME", "ETI", "GE"].map { category in
                inputs.facts.category = category
                return model.score(inputs).summary.points
            }
            #expect(points[0] > points[1] && points[1] > points[2], "\(points)")
        }
        let curve = [CompanySize.tpe, .pme, .unknown, .eti, .ge].map { size in
            model.ruleSet.points(.size, RuleOutcome(rawValue: size.rawValue) ?? .unknown)
        }
        #expect(curve == curve.sorted(by: >))
        #expect(Set(curve).count == 5)
    }

    @Test(
        arguments: [
            (300_000, 500_000, "fall", "critical"), (400_000, 500_000, "fall", "high"),
            (460_000, 500_000, "decline", "normal"), (500_000, 500_000, "stable", "low"),
            (540_000, 500_000, "growth", "normal"), (700_000, 500_000, "surge", "high"),
        ] as [(Int64, Int64, String, String)]
    )
    func urgencyFollowsTheMovementOfTurnover(latest: Int64, before: Int64, trend: String, urgency: String) {
        let score = model.score(Known.inputs(Known.facts(), Known.turnover(latest, before)))

        #expect(score.turnover.trend == trend)
        #expect(score.urgency.rawValue == urgency)
    }

    @Test func aFallWeighsMoreThanASurgeAndBothMoreThanStability() {
        let points = [(400_000, 500_000), (700_000, 500_000), (500_000, 500_000)].map { latest, before in
            model.score(Known.inputs(Known.facts(), Known.turnover(Int64(latest), Int64(before)))).summary.points
        }
        #expect(points[0] > points[1] && points[1] > points[2])
    }

    @Test func aMovementIsAnnualised() {
        var turnover = Known.turnover(250_000, 500_000)
        turnover.years[0].months = 6

        let summary = model.score(Known.inputs(Known.facts(), turnover)).turnover

        #expect(summary.changeBasisPoints == 0)
        #expect(summary.trend == "stable")
        #expect(summary.latestCents == 25_000_000)
    }

    @Test func aScoreSaysWhatItSawWhereAndWhen() throws {
        let score = model.score(Known.inputs())
        let lines = Dictionary(uniqueKeysWithValues: score.summary.lines.map { ($0.rule, $0) })

        let size = try #require(lines["size"])
        #expect(size.points == 24)
        #expect(size.input == "TPE")
        #expect(size.source == "recherche_entreprises")
        let trend = try #require(lines["turnover_trend"])
        #expect(trend.text == "Baisse de CA, besoin probable")
        #expect(trend.input == "-20\u{A0}% (exercices clos le 31/12/2024 et le 31/12/2025)")
        #expect(trend.source == "ratios_inpi_bce")
        #expect(trend.date == Known.closing2025)
        #expect(lines["turnover_level"]?.input == "400\u{A0}k€ (exercice clos le 31/12/2025)")
        #expect(lines["e_invoicing"]?.input == "01/09/2027")
        #expect(lines["e_invoicing"]?.points == 5)
        #expect(lines["reachability"]?.source == "import")
        #expect(lines["unknown_turnover"] == nil)
        #expect(score.band == .a)
        #expect(score.summary.ruleSet == "tpe-pme-v1")
    }

    @Test func oldAccountsLosePointsAndMakeNothingUrgent() {
        let recent = model.score(Known.inputs(Known.facts(), Known.turnover(300_000, 500_000)))
        let old = model.score(Known.inputs(Known.facts(), Known.turnover(300_000, 500_000, from: 2021)))

        #expect(recent.urgency == .critical)
        #expect(old.urgency == .normal)
        #expect(old.summary.points < recent.summary.points)
        #expect(old.summary.lines.first { $0.rule == "stale_accounts" }?.points == -4)
        #expect(old.turnover.trend == "fall")
    }
}
