import Contracts
import Foundation
import HTTPClient
import Messaging
import Postgres
import TestSupport
import Testing

@testable import Console

/// An erasure reaches what colleagues wrote.
@Suite struct ErasureTests {
    @Test func textsAboutThePersonsCompanyAreEmptiedInEveryDepartment() async throws {
        try await Scene.run { scene in
            let lead = try await scene.lead("Boulangerie Test")
            let other = try await scene.lead("Garage")
            let anna = try await scene.browser(of: Scene.anna)
            let deal = DealID()
            for (lead, id) in [(lead, deal), (other, DealID())] {
                let fields = ["id": id.description, "title": "Four de Dominique Test", "amount": "1 000 €"]
                _ = try await anna.post("/leads/\(lead.id)/deals", fields)
                let call = [
                    "kind": "call", "outcome": "reached", "note": "Dominique Test part en mai",
                    "next_step": "Voir Dominique", "next_step_on": "2026-12-01",
                ]
                _ = try await anna.post("/leads/\(lead.id)/activities", call)
            }
            let lost = ["version": "1", "stage": "lost", "lost_reason": "Dominique ne veut pas"]
            _ = try await anna.post("/deals/\(deal)", lost)
            let erased = PersonErased(
                contactID: ContactID(),
                companyID: lead.companyID,
                addressFingerprints: [],
                at: scene.clock.now
            )

            let told = try await scene.deliver(erased)
            let again = try await scene.deliver(erased)

            let updates = told.compactMap { $0 as? OpportunityUpdated }
            #expect(updates.map(\.deal.dealID) == [deal] && updates.map(\.deal.version) == [3])
            #expect(updates.allSatisfy { !$0.deal.title.contains("Dominique") && $0.deal.amountCents == 100_000 })
            #expect(again.isEmpty)
            #expect(
                try await scene.count(
                    """
                    SELECT count(*) FROM (
                        SELECT concat(title, next_step, lost_reason) FROM sales.pipeline_opportunities
                        UNION ALL SELECT concat(note, next_step) FROM sales.lead_activities) AS t (said)
                    WHERE said LIKE '%Dominique%'
                    """
                ) == 2  // the other company's deal and call
            )
            #expect(
                try await scene.count("SELECT count(*) FROM sales.lead_activities WHERE next_step_on = '2026-12-01'")
                    == 2
            )
        }
    }

    /// A contact's time for keeping ran out in one department; what the other wrote about the company is its own.
    @Test func onlyTheDepartmentWhoseTimeRanOutLosesItsTexts() async throws {
        try await Scene.run { scene in
            let north = try await scene.lead("Boulangerie Test")
            let south = try await scene.lead(
                "Boulangerie Test",
                department: "sud",
                owner: Scene.boris,
                company: north.companyID
            )
            for (lead, user) in [(north, Scene.anna), (south, Scene.boris)] {
                let browser = try await scene.browser(of: user)
                _ = try await browser.post("/leads/\(lead.id)/deals", ["title": "Four de Dominique Test"])
                let call = ["kind": "call", "outcome": "reached", "note": "Dominique Test part en mai"]
                _ = try await browser.post("/leads/\(lead.id)/activities", call)
            }
            let contacts = try await scene.database.withSession { session in
                try await session.query("SELECT id FROM intake.contacts WHERE department_id = 'nord'")
                    .values(as: UUID.self)
            }
            let expired = PersonErased(
                contactID: ContactID(rawValue: try #require(contacts.first)),
                companyID: north.companyID,
                addressFingerprints: [],
                at: scene.clock.now,
                reason: PersonErased.expired,
                department: DepartmentID(rawValue: "nord")
            )

            let told = try await scene.deliver(expired)

            #expect(told.compactMap { ($0 as? OpportunityUpdated)?.deal.department.rawValue } == ["nord"])
            let kept: StaticString = """
                SELECT count(*) FROM (
                    SELECT department_id, title FROM sales.pipeline_opportunities
                    UNION ALL SELECT department_id, note FROM sales.lead_activities) AS t (department, said)
                WHERE said LIKE '%Dominique%' AND department = 'sud'
                """
            #expect(try await scene.count(kept) == 2)
            let left: StaticString = """
                SELECT count(*) FROM (
                    SELECT title FROM sales.pipeline_opportunities
                    UNION ALL SELECT note FROM sales.lead_activities) AS t (said)
                WHERE said LIKE '%Dominique%'
                """
            #expect(try await scene.count(left) == 2)
        }
    }

    @Test func aContactAloneLeadsToItsCompany() async throws {
        try await Scene.run { scene in
            let lead = try await scene.lead("Boulangerie Test")
            let anna = try await scene.browser(of: Scene.anna)
            _ = try await anna.post("/leads/\(lead.id)/deals", ["title": "Four de Dominique Test"])
            let contact = try await scene.database.withSession { session in
                try await session.query("SELECT id FROM intake.contacts").values(as: UUID.self)
            }
            let erased = PersonErased(
                contactID: ContactID(rawValue: try #require(contact.first)),
                addressFingerprints: [],
                at: scene.clock.now
            )

            #expect(try await scene.deliver(erased).count == 1)
            #expect(try await !anna.get("/leads/\(lead.id)").body.contains("Four de Dominique"))
        }
    }
}

extension Scene {
    /// Delivers an erasure as the dispatcher does.
    /// - Returns: what was announced.
    fileprivate func deliver(_ erased: PersonErased) async throws -> [any Event] {
        let delivery = Bench.delivery(erased, at: clock.now)
        let outcome = try await pool.transaction(settings: Wall.everywhere) { tx in
            try ForgetPerson().handle(delivery, in: tx)
        }
        guard case .done(let events) = outcome else { throw SceneError("the erasure was not done") }
        return events
    }
}
