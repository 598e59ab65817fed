import Contracts
import Foundation
import Testing

@testable import PipelineMonitor

@Suite struct ForgetPersonTests {
    private let later = Scene.now.addingTimeInterval(3600)

    private func erased(_ company: CompanyID) -> PersonErased {
        PersonErased(contactID: ContactID(), companyID: company, addressFingerprints: [], at: later)
    }

    @Test func theTitlesOfAnErasedPersonsCompanyGoAlsoFromReports() async throws {
        try await Scene.with { scene in
            let company = CompanyID()
            var deal = DealState.sample(company: company, title: "Toiture Jean Durand")
            deal.nextStep = "Rappeler M. Durand"
            let other = DealState.sample(title: "Chantier Drac")
            try await scene.hear([
                OpportunityCreated(deal: deal, at: Scene.now), OpportunityCreated(deal: other, at: Scene.now),
            ])
            #expect(
                try await scene.report().all(ReportPublished.self).first?.lines.contains { $0.contains("Durand") }
                    == true
            )

            try await scene.hear([erased(company), erased(company)])

            let titles = try await scene.text(
                "SELECT title || coalesce(next_step, '') FROM deal_snapshots ORDER BY title"
            )
            #expect(titles == ["Chantier Drac", "Titre effacé"])
            let lines = try await scene.text("SELECT unnest(lines) FROM reports")
            #expect(!lines.contains { $0.contains("Durand") })
            #expect(lines.contains { $0.hasPrefix("«\u{202F}Titre effacé\u{202F}»") })
            #expect(lines.contains { $0.hasPrefix("«\u{202F}Chantier Drac\u{202F}»") })
        }
    }

    @Test func anotherDepartmentKeepsItsTitlesAndReports() async throws {
        try await Scene.with { scene in
            let company = CompanyID()
            let deal = DealState.sample(company: company, title: "Toiture Jean Durand")
            try await scene.hear([OpportunityCreated(deal: deal, at: Scene.now)])
            _ = try await scene.report()
            var expired = erased(company)
            expired.department = DepartmentID(rawValue: "export")

            try await scene.hear([expired])

            #expect(try await scene.text("SELECT title FROM deal_snapshots") == ["Toiture Jean Durand"])
            #expect(try await scene.text("SELECT unnest(lines) FROM reports").contains { $0.contains("Durand") })
            expired.department = Scene.department
            try await scene.hear([expired])
            #expect(try await scene.text("SELECT title FROM deal_snapshots") == ["Titre effacé"])
            #expect(try await !scene.text("SELECT unnest(lines) FROM reports").contains { $0.contains("Durand") })
        }
    }

    @Test func whatWasSaidBeforeAndIsHeardAfterwardsBringsNoTitleBack() async throws {
        try await Scene.with { scene in
            let company = CompanyID()
            let deal = DealState.sample(company: company, title: "Toiture Jean Durand")
            var (moved, renamed) = (deal, deal)
            (moved.version, moved.stage) = (2, "new")
            (renamed.version, renamed.title) = (3, "Toiture")
            try await scene.hear([erased(company), OpportunityCreated(deal: deal, at: Scene.now)])

            try await scene.deliver(
                OpportunityMoved(deal: moved, from: "proposal", at: Scene.now),
                FollowDeal<OpportunityMoved>(),
                at: later
            )
            #expect(try await scene.text("SELECT title || ' ' || stage FROM deal_snapshots") == ["Titre effacé new"])

            // A person wrote this one after the erasure.
            try await scene.deliver(
                OpportunityUpdated(deal: renamed, at: Scene.now),
                FollowDeal<OpportunityUpdated>(),
                at: later.addingTimeInterval(1)
            )
            #expect(try await scene.text("SELECT title FROM deal_snapshots") == ["Toiture"])
        }
    }
}
