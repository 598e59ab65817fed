import Contracts
import Foundation
import FrenchBusiness
import Testing

@testable import PipelineMonitor

@Suite struct HealthModelTests {
    private let model = HealthModel()

    private func deal(
        since: String,
        limit: Int? = 5,
        close: String? = nil,
        step: String? = nil
    ) throws -> OpenDeal {
        OpenDeal(
            id: DealID(),
            leadID: LeadID(),
            companyID: CompanyID(),
            department: Scene.department,
            title: "Chantier",
            stage: "proposal",
            stageLabel: "Proposition",
            stageSince: try #require(CivilDate(since)).instant(minute: 600, in: .paris),
            limitBusinessDays: limit,
            expectedClose: close.flatMap { CivilDate($0) },
            nextStepOn: step.flatMap { CivilDate($0) }
        )
    }

    /// On Tuesday 17 March 2026 a deal that came on Tuesday 10 has stood five business days.
    @Test(
        arguments: [
            ("2026-03-10", 5, nil), ("2026-03-09", 5, 6), ("2026-03-10", 4, 5), ("2026-02-02", 30, 31),
            ("2026-03-16", 1, nil),
        ] as [(String, Int, Int?)]
    )
    func aDealIsStuckBeyondItsStagesLimitInBusinessDays(since: String, limit: Int, days: Int?) throws {
        let findings = model.findings(try deal(since: since, limit: limit), now: Scene.now)

        #expect(findings.map(\.measured) == [days].compactMap(\.self))
        #expect(findings.allSatisfy { $0.kind == .stuck && $0.threshold == limit })
    }

    @Test func publicHolidaysDoNotCount() throws {
        let monday = try #require(CivilDate("2026-05-11")).instant(minute: 600, in: .paris)

        // 1 May and 8 May are holidays: 30 April, 4 to 7 May and 11 May remain.
        #expect(model.findings(try deal(since: "2026-04-29", limit: 5), now: monday).map(\.measured) == [6])
    }

    @Test func aPlannedStepIsRespectedUntilItsDayIsOver() throws {
        let limit = 2

        #expect(model.findings(try deal(since: "2026-02-02", limit: limit, step: "2026-04-01"), now: Scene.now).isEmpty)
        #expect(model.findings(try deal(since: "2026-02-02", limit: limit, step: "2026-03-17"), now: Scene.now).isEmpty)
        let late = model.findings(try deal(since: "2026-02-02", limit: limit, step: "2026-03-16"), now: Scene.now)
        #expect(late.map(\.kind) == [.stuck, .overdueStep])
        #expect(late.last?.suggestion == "Faire ou replanifier l’étape prévue le 16/03/2026")
    }

    @Test func aStageWithoutLimitNeverHoldsADeal() throws {
        #expect(model.findings(try deal(since: "2020-01-01", limit: nil), now: Scene.now).isEmpty)
    }

    @Test func anExpectedCloseInThePastIsFound() throws {
        let findings = model.findings(try deal(since: "2026-03-16", close: "2026-03-13"), now: Scene.now)

        #expect(
            findings == [
                Finding(
                    kind: .overdueClose,
                    measured: 2,
                    threshold: 0,
                    suggestion: "Revoir la date de clôture prévue (13/03/2026)"
                )
            ]
        )
    }
}
