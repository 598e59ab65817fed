import Contracts
import FrenchBusiness
import Testing

@testable import PipelineMonitor

@Suite struct FiguresAndReportTests {
    private let facts = FigureFacts(
        department: Scene.department,
        open: 12,
        weighted: 45_000_000_000,
        won: 8,
        lost: 12,
        stuck: 3,
        registered: 40,
        scored: 38,
        owned: 30,
        pooled: 4,
        unassignable: 1
    )

    @Test func figuresCarryNumeratorAndDenominator() throws {
        let results = FigureModel.results(facts)
        let rate = try #require(results.first { $0.key == "win_rate_90d" })

        #expect((rate.value, rate.numerator, rate.denominator, rate.examples) == (40, 8, 20, 20))
        #expect(results.first { $0.key == "weighted_pipeline" }?.value == 4_500_000)
        #expect(results.first { $0.key == "stuck_share" }?.value == 25)
        #expect(Set(results.map(\.key)).count == 8)
    }

    @Test func aShareOfNothingIsUnknownAndNotZero() {
        let results = FigureModel.results(FigureFacts(department: Scene.department))

        #expect(results.filter { $0.value == nil }.map(\.key) == ["win_rate_90d", "stuck_share"])
    }

    @Test func theReportReadsAsFrenchProse() throws {
        let worst = [
            StuckLine(
                title: "Chantier Drac",
                stage: "Proposition",
                days: 21,
                limit: 5,
                suggestion: "Fixer une prochaine étape datée"
            )
        ]
        let report = DailyReport(facts, worst: worst, day: try #require(CivilDate("2026-03-17")))

        #expect(report.title == "Pipeline du mardi 17 mars 2026")
        #expect(
            report.lines == [
                "12 affaires ouvertes, 45\u{A0}k€ pondérés",
                "Taux de réussite sur 90 jours\u{202F}: 40\u{202F}% (8 gagnées, 12 perdues)",
                "3 affaires bloquées\u{202F}:",
                "«\u{202F}Chantier Drac\u{202F}»\u{202F}: 21 jours ouvrés en Proposition (limite 5). "
                    + "Fixer une prochaine étape datée",
                "… et 2 autres",
                "Leads\u{202F}: 30 confiés, 4 au vivier, 1 sans commercial",
            ]
        )
    }

    @Test func anEmptyDepartmentHasAReportToo() throws {
        let report = DailyReport(
            FigureFacts(department: Scene.department),
            worst: [],
            day: try #require(CivilDate("2026-03-17"))
        )

        #expect(report.lines.first == "0 affaire ouverte, 0\u{A0}€ pondérés")
        #expect(report.lines[1...2] == ["Aucune affaire close depuis 90 jours", "Aucune affaire bloquée"])
    }

    @Test(arguments: [
        (25.0, "percent", "25\u{202F}%"), (33.333, "percent", "33,3\u{202F}%"), (-0.04, "count", "0"),
        (4_500_000, "cents", "45\u{202F}000\u{A0}€"),
        (.infinity, "cents", "10\u{202F}000\u{202F}000\u{202F}000\u{202F}000\u{A0}€"),
    ])
    func valuesAreWrittenInFrench(value: Double, unit: String, text: String) {
        #expect(FigureText.value(value, unit: unit) == text)
    }
}
