import Contracts
import Foundation
import FrenchBusiness
import Testing

@testable import Scoring

@Suite struct ExclusionTests {
    @Test func aCeasedCompanyLeavesEveryQueueWithoutPointsOrLines() async throws {
        let scene = try await Scene()
        let subject = try Subject()
        try await scene.hear([Heard(subject.registered()), Heard(subject.enriched(hoursAgo: 1))])

        let events = try await scene.hear(subject.ceased())

        let scored = try #require(events.first)
        #expect(scored.exclusion?.code == "liquidation")
        #expect(scored.exclusion?.text == "Liquidation judiciaire le 01/10/2026")
        #expect(scored.exclusion?.source == "bodacc")
        #expect(scored.score.points == 0 && scored.score.lines == [] && scored.priority == 0)
        #expect(try await scene.standing(subject.lead).lines == [])
        #expect(try await scene.hear(subject.ceased()) == [])
        await scene.drop()
    }

    @Test func aCeasedCompanyNeedsNoFactsToBeExcluded() async throws {
        let scene = try await Scene()
        let subject = try Subject()

        let events = try await scene.hear([Heard(subject.registered()), Heard(subject.ceased())])

        #expect(events.map { $0.exclusion?.code } == ["liquidation"])
        #expect(events.first?.companyName == "Nom de la liste")
        await scene.drop()
    }

    @Test func newerFactsRevokeAnEnd() async throws {
        let scene = try await Scene()
        let subject = try Subject()
        try await scene.hear([Heard(subject.registered()), Heard(subject.ceased(hoursAgo: 2))])

        let events = try await scene.hear(subject.enriched(hoursAgo: 1))

        #expect(events.map { $0.exclusion } == [nil])
        #expect(events.first?.version == 2)
        await scene.drop()
    }

    @Test func factsThatForbidProspectingExclude() async throws {
        let scene = try await Scene()
        let subject = try Subject()
        let exclusion = Exclusion(code: "not_diffusible", text: "Diffusion partielle (INSEE)", source: "sirene")
        try await scene.hear(subject.registered())

        let events = try await scene.hear(subject.enriched(exclusion: exclusion))

        #expect(events.map(\.exclusion) == [exclusion])
        await scene.drop()
    }

    @Test(arguments: ["company", "contact"]) func anObjectionExcludesForGood(scope: String) async throws {
        let scene = try await Scene()
        let subject = try Subject()
        try await scene.hear([
            Heard(subject.registered()), Heard(subject.enriched(hoursAgo: 1)), Heard(subject.reachable()),
        ])
        let objection = ObjectionRecorded(
            scope: scope,
            companyID: scope == "company" ? subject.company : nil,
            contactID: subject.contact,
            source: "desinscription",
            at: Known.now
        )

        let events = try await scene.hear(objection)
        let later = try await scene.hear([Heard(subject.enriched()), Heard(subject.registered(version: 2))])

        #expect(events.map { $0.exclusion?.code } == ["opposed"])
        #expect(events.first?.exclusion?.text == "Opposition à la prospection")
        #expect(events.first?.exclusion?.on == Known.today)
        #expect(later == [])
        await scene.drop()
    }

    @Test func anObjectionBehindOneWallLeavesTheOtherDepartmentAlone() async throws {
        let scene = try await Scene()
        let subject = try Subject()
        let other = try Subject(department: "partenaires")
        try await scene.hear([
            Heard(subject.registered()), Heard(other.registered(company: subject.company)), Heard(subject.enriched()),
        ])

        let events = try await scene.hear(
            ObjectionRecorded(
                scope: "company",
                companyID: subject.company,
                department: subject.department,
                source: "test",
                at: Known.now
            )
        )

        #expect(events.map(\.leadID) == [subject.lead])
        await scene.drop()
    }

    @Test func anErasedPersonCanNoLongerBeReached() async throws {
        let scene = try await Scene()
        let subject = try Subject()
        let reachable = try await scene.hear([
            Heard(subject.registered(phone: true)), Heard(subject.enriched()), Heard(subject.reachable()),
        ])

        let erased = try await scene.hear(
            PersonErased(contactID: subject.contact, addressFingerprints: [], at: Known.now)
        )
        let late = try await scene.hear(subject.reachable(email: true), at: Known.now.addingTimeInterval(60))

        let (before, after) = (try #require(reachable.last), try #require(erased.last))
        #expect(after.score.points == before.score.points - 4)
        #expect(late == [])
        #expect(try await scene.count("SELECT count(*) FROM contacts WHERE has_phone OR has_email") == 0)
        await scene.drop()
    }

    @Test func aWithdrawnLeadStandsAgainWhenItIsRegisteredAgain() async throws {
        let scene = try await Scene()
        let subject = try Subject()
        try await scene.hear([Heard(subject.registered(), at: Known.ago(3)), Heard(subject.enriched())])

        let withdrawn = try await scene.hear(
            CompanyWithdrawn(
                companyID: subject.company,
                department: subject.department,
                reason: "import_undone",
                version: 2
            ),
            at: Known.ago(2)
        )
        let again = try await scene.hear(subject.registered(version: 2), at: Known.ago(1))

        #expect(withdrawn.map { $0.exclusion?.text } == ["Fiche retirée (import annulé)"])
        #expect(again.map { $0.exclusion } == [nil])
        await scene.drop()
    }

    @Test func anErasedCompanyIsForgotten() async throws {
        let scene = try await Scene()
        let subject = try Subject()
        try await scene.hear([Heard(subject.registered(owner: "Sophie")), Heard(subject.enriched(hoursAgo: 1))])

        let events = try await scene.hear(CompanyWithdrawn(companyID: subject.company, reason: "erased", version: 3))

        #expect(events.map { $0.exclusion?.code } == ["withdrawn"])
        #expect(events.map(\.companyName) == [nil])
        #expect(try await scene.count("SELECT count(*) FROM companies WHERE facts IS NOT NULL") == 0)
        #expect(try await scene.count("SELECT count(*) FROM leads WHERE company_name IS NOT NULL") == 0)
        await scene.drop()
    }

    @Test func twoLeadsOfOneDepartmentBecomeOneWhenTheirCompaniesAreMerged() async throws {
        let scene = try await Scene()
        let (staying, merged) = (try Subject(), try Subject())
        try await scene.hear([
            Heard(staying.registered()), Heard(merged.registered()), Heard(staying.enriched()),
            Heard(merged.enriched()),
        ])

        let events = try await scene.hear(
            CompanyMerged(companyID: staying.company, mergedID: merged.company, version: 2)
        )

        #expect(events.map(\.leadID) == [merged.lead])
        #expect(events.first?.companyID == staying.company)
        #expect(events.first?.exclusion?.code == "withdrawn")
        await scene.drop()
    }
}
