import Contracts
import FrenchBusiness
import Testing

@testable import Scoring

@Suite struct UnknownTurnoverTests {
    private let model = ScoringModel()

    static let reasons: [(TurnoverStatus, String)] = [
        (.confidential, "CA confidentiel (comptes non publiés)"),
        (.notFiled, "CA inconnu (comptes non déposés)"),
        (.notApplicable, "CA inconnu (forme juridique sans dépôt de comptes)"),
        (.unknown, "CA inconnu (aucune source ne le donne)"),
        (.zeroConfirmed, "CA nul (publié)"),
    ]

    @Test(arguments: reasons) func unknownTurnoverSaysWhyInFrench(status: TurnoverStatus, text: String) throws {
        let score = model.score(Known.inputs(Known.facts(), Known.turnover(status: status)))

        let line = try #require(score.summary.lines.first { $0.rule == "turnover_trend" })
        #expect(line.text == text)
        #expect(line.input == status.label)
        #expect(score.turnover == TurnoverSummary(status: status.rawValue, trend: "unknown"))
    }

    @Test func unknownTurnoverIsNeitherZeroNorAFall() {
        let confidential = model.score(Known.inputs(Known.facts(), Known.turnover(status: .confidential)))
        let zero = model.score(Known.inputs(Known.facts(), Known.turnover(0, 0, status: .zeroConfirmed)))
        let fall = model.score(Known.inputs(Known.facts(), Known.turnover(300_000, 500_000)))

        #expect(confidential.summary.points > zero.summary.points)
        #expect(confidential.summary.points < fall.summary.points)
        #expect(confidential.turnover.latestCents == nil)
    }

    @Test func oneYearIsNoMovement() throws {
        let score = model.score(Known.inputs(Known.facts(), Known.turnover(400_000)))

        let line = try #require(score.summary.lines.first { $0.rule == "turnover_trend" })
        #expect(line.text == "Évolution inconnue (CA non comparable à un exercice précédent)")
        #expect(line.input == "400\u{A0}k€ (exercice clos le 31/12/2025)")
        #expect(score.turnover.trend == "unknown")
    }

    static let standIns: [(createdOn: CivilDate?, band: String?, urgency: Urgency, points: Int)] = [
        (Known.day(2026, 3, 1), "NN", .high, 5), (Known.day(2023, 3, 1), "NN", .normal, 3),
        (Known.day(2005, 3, 1), "02", .normal, 3), (Known.day(2005, 3, 1), "NN", .low, 0), (nil, nil, .low, 0),
    ]

    @Test(arguments: standIns) func ageAndWorkforceStandInForIt(
        createdOn: CivilDate?,
        band: String?,
        urgency: Urgency,
        points: Int
    ) throws {
        let facts = Known.facts(band: band, createdOn: createdOn)
        let score = model.score(Known.inputs(facts, Known.turnover(status: .confidential)))

        #expect(score.urgency == urgency)
        #expect(score.summary.lines.first { $0.rule == "unknown_turnover" }?.points == points)
    }
}
