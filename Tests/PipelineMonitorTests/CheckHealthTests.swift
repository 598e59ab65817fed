import Contracts
import Foundation
import FrenchBusiness
import Testing

@testable import PipelineMonitor

@Suite struct CheckHealthTests {
    private let tomorrow = Scene.now.addingTimeInterval(86_400)

    @Test func aStuckDealIsAnnouncedOncePerStayInAStage() async throws {
        try await Scene.with { scene in
            let deal = DealState.sample(title: "Chantier Drac")
            try await scene.hear([OpportunityCreated(deal: deal, at: Scene.now)])

            let first = try await scene.look().all(DealStuck.self)

            #expect(first.map(\.dealID) == [deal.dealID])
            #expect((first.first?.businessDays, first.first?.limitBusinessDays) == (22, 5))
            #expect(try await scene.look().all(DealStuck.self).isEmpty)
            #expect(try await scene.look(at: tomorrow).all(DealStuck.self).isEmpty)

            var moved = deal
            (moved.stage, moved.stageSince, moved.version) = ("new", Scene.now, 2)
            try await scene.hear([OpportunityMoved(deal: moved, from: "proposal", at: Scene.now)])
            #expect(try await scene.look(at: tomorrow.addingTimeInterval(60)).all(DealStuck.self).isEmpty)
            #expect(try await scene.text("SELECT kind FROM findings WHERE resolved_at IS NULL").isEmpty)
            let later = try await scene.look(at: Scene.now.addingTimeInterval(20 * 86_400)).all(DealStuck.self)
            #expect(later.map(\.stage) == ["new"])
        }
    }

    @Test func aPlanFromAnActivityKeepsADealFromBeingStuck() async throws {
        try await Scene.with { scene in
            let deal = DealState.sample()
            let plan = ActivityLogged(
                activityID: ActivityID(),
                leadID: deal.leadID,
                companyID: deal.companyID,
                department: Scene.department,
                actor: UserID(),
                kind: "call",
                inbound: false,
                at: Scene.now,
                nextStepOn: CivilDate(tomorrow, in: .paris)
            )
            try await scene.hear([plan, OpportunityCreated(deal: deal, at: Scene.now)])

            #expect(try await scene.look().all(DealStuck.self).isEmpty)
            #expect(try await scene.look(at: tomorrow.addingTimeInterval(2 * 86_400)).all(DealStuck.self).count == 1)
        }
    }

    @Test func tooManyStuckDealsAlertOnceADay() async throws {
        try await Scene.with { scene in
            let fresh = DealState.sample(daysInStage: 1)
            try await scene.hear([
                OpportunityCreated(deal: .sample(), at: Scene.now), OpportunityCreated(deal: fresh, at: Scene.now),
            ])

            let alerts = try await scene.look().all(KPIAlertRaised.self)

            #expect(
                alerts.map(\.text) == [
                    "Part d’affaires bloquées\u{202F}: 50\u{202F}%, au-dessus du seuil de 30\u{202F}%"
                ]
            )
            #expect(try await scene.look().all(KPIAlertRaised.self).isEmpty)
            #expect(try await scene.look(at: tomorrow).all(KPIAlertRaised.self).count == 1)
        }
    }

    @Test func aReportIsPublishedOncePerBusinessDay() async throws {
        try await Scene.with { scene in
            try await scene.hear([OpportunityCreated(deal: .sample(), at: Scene.now)])

            let reports = try await scene.report().all(ReportPublished.self)

            #expect(reports.map(\.department) == [Scene.department])
            #expect(reports.first?.lines.first == "1 affaire ouverte, 5\u{A0}k€ pondérés")
            #expect(reports.first?.lines.contains { $0.hasPrefix("«\u{202F}Chantier Drac") } == true)
            #expect(try await scene.report(at: Scene.now.addingTimeInterval(60)).all(ReportPublished.self).isEmpty)
            let saturday = Scene.now.addingTimeInterval(4 * 86_400)
            #expect(try await scene.report(at: saturday).all(ReportPublished.self).isEmpty)
        }
    }

    @Test func nobodyIsToldToChaseACompanyThatMayNotBeProspected() async throws {
        try await Scene.with { scene in
            let (barred, found) = (DealState.sample(), DealState.sample(title: "Usine du Doubs"))
            try await scene.hear([
                OpportunityCreated(deal: barred, at: Scene.now), OpportunityCreated(deal: found, at: Scene.now),
                FollowTests.scored(found.leadID, 1, excluded: true),
            ])
            #expect(try await scene.look().all(DealStuck.self).map(\.dealID) == [barred.dealID])

            try await scene.hear([
                FollowTests.scored(barred.leadID, 2, excluded: true),
                FollowTests.scored(found.leadID, 2, excluded: false),
            ])

            #expect(try await scene.look(at: tomorrow).all(DealStuck.self).map(\.dealID) == [found.dealID])
            let open = try await scene.text("SELECT deal_id::text FROM findings WHERE resolved_at IS NULL")
            #expect(open == ["\(found.dealID)"])
            let report = try await scene.report(at: tomorrow.addingTimeInterval(60)).all(ReportPublished.self).first
            #expect(report?.lines.contains { $0.contains("Chantier Drac") } == false)
        }
    }
}
