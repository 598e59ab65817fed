import Contracts
import Foundation
import FrenchBusiness
import HTTPClient
import Postgres
import TestSupport
import Testing

@testable import Console

@Suite struct SalesTests {
    @Test func aCallLoggedFromThePageIsARowAndAnEvent() async throws {
        try await Scene.run { scene in
            let lead = try await scene.lead("Boulangerie Test")
            let browser = try await scene.browser(of: Scene.anna)
            let fields = [
                "id": ActivityID().description, "kind": "call", "outcome": "reached", "note": "Parlé au gérant",
                "next_step": "Envoyer l’offre", "next_step_on": "2026-11-30",
            ]

            let first = try await browser.post("/leads/\(lead.id)/activities", fields)
            let twice = try await browser.post("/leads/\(lead.id)/activities", fields)

            #expect(first.status == 303 && twice.status == 303)
            let logged = try await scene.announced(ActivityLogged.self)
            #expect(logged.count == 1)
            let event = try #require(logged.first)
            #expect(event.leadID == lead.id && event.companyID == lead.companyID)
            #expect(
                event.actor.rawValue == Scene.anna && event.outcome == "reached" && event.department.rawValue == "nord"
            )
            #expect(event.nextStepOn == CivilDate("2026-11-30"))
            #expect(
                try await scene.count("SELECT count(*) FROM sales.lead_activities WHERE note = 'Parlé au gérant'") == 1
            )
            let audits = try await scene.announced(AuditRecorded.self)
            #expect(audits.map(\.action) == ["activity.logged"])
            #expect(!audits.contains { $0.summary.contains("gérant") })
            #expect(try await browser.get("/leads/\(lead.id)").body.contains("Parlé au gérant"))
        }
    }

    @Test func beingInTouchAgainEndsTheEarlierStep() async throws {
        try await Scene.run { scene in
            let lead = try await scene.lead("Boulangerie Test")
            let browser = try await scene.browser(of: Scene.anna)
            let path = "/leads/\(lead.id)/activities"
            _ = try await browser.post(path, ["kind": "call", "outcome": "callback", "next_step_on": "2026-11-24"])
            scene.clock.advance(by: 60)

            _ = try await browser.post(path, ["kind": "call", "outcome": "reached"])

            #expect(
                try await scene.count(
                    """
                    SELECT count(*) FROM sales.lead_activities
                    WHERE next_step_on IS NOT NULL AND next_step_done_at IS NULL
                    """
                ) == 0
            )
        }
    }

    @Test func aCallWithoutAnOutcomeIsRefusedInFrench() async throws {
        try await Scene.run { scene in
            let lead = try await scene.lead("Boulangerie Test")
            let browser = try await scene.browser(of: Scene.anna)

            let refused = try await browser.post("/leads/\(lead.id)/activities", ["kind": "call"])
            let ambiguous = try await browser.post("/leads/\(lead.id)/deals", ["title": "Four", "amount": "1.234"])

            #expect(refused.status == 422 && refused.body.contains("Choisissez le résultat"))
            #expect(ambiguous.status == 422 && ambiguous.body.contains("ambigu"))
            #expect(try await scene.count("SELECT count(*) FROM admin.outbox") == 0)
        }
    }

    @Test func aDealIsOpenedMovedAndWonWithAnEventForEachVersion() async throws {
        try await Scene.run { scene in
            let lead = try await scene.lead("Boulangerie Test")
            let browser = try await scene.browser(of: Scene.anna)
            let id = DealID()
            _ = try await browser.post(
                "/leads/\(lead.id)/deals",
                ["id": id.description, "title": "Four", "amount": "12 500 €", "expected_close": "2026-12-31"]
            )
            scene.clock.advance(by: 3600)
            let moved = try await browser.post("/deals/\(id)", ["version": "1", "stage": "proposal"])
            scene.clock.advance(by: 3600)
            let won = try await browser.post("/deals/\(id)", ["version": "2", "stage": "won", "amount": "13 000 €"])

            #expect(moved.status == 303 && won.status == 303)
            let created = try #require(try await scene.announced(OpportunityCreated.self).first)
            #expect(created.deal.amountCents == 1_250_000 && created.deal.stage == "new" && created.deal.version == 1)
            let move = try #require(try await scene.announced(OpportunityMoved.self).first)
            #expect(move.from == "new" && move.deal.stage == "proposal" && move.deal.version == 2)
            let end = try #require(try await scene.announced(OpportunityWon.self).first)
            #expect(end.deal.amountCents == 1_300_000 && end.deal.version == 3)
            #expect(
                try await scene.count(
                    """
                    SELECT count(*) FROM sales.stage_transitions
                    WHERE (from_stage, to_stage, seconds_in_stage) IN (('new', 'proposal', 3600), ('proposal', 'won', 3600))
                        OR from_stage IS NULL
                    """
                ) == 3
            )
        }
    }

    @Test func losingAsksForAReasonAndWinningForAnAmount() async throws {
        try await Scene.run { scene in
            let lead = try await scene.lead("Boulangerie Test")
            let browser = try await scene.browser(of: Scene.anna)
            let id = DealID()
            _ = try await browser.post("/leads/\(lead.id)/deals", ["id": id.description, "title": "Four"])

            let won = try await browser.post("/deals/\(id)", ["version": "1", "stage": "won"])
            let lost = try await browser.post("/deals/\(id)", ["version": "1", "stage": "lost"])
            let reasoned = try await browser.post(
                "/deals/\(id)",
                ["version": "1", "stage": "lost", "lost_reason": "Trop cher"]
            )

            #expect(won.status == 422 && lost.status == 422 && reasoned.status == 303)
            #expect(try await scene.announced(OpportunityLost.self).map(\.reason) == ["Trop cher"])
            #expect(try await scene.announced(OpportunityWon.self).isEmpty)
        }
    }

    @Test func aDealChangedMeanwhileIsNotOverwritten() async throws {
        try await Scene.run { scene in
            let lead = try await scene.lead("Boulangerie Test")
            let browser = try await scene.browser(of: Scene.anna)
            let caller = try await scene.caller(for: Scene.anna)
            let made = try await caller.call(
                .post,
                "/deals",
                ["lead_id": .string(lead.id.description), "title": "Four", "amount_cents": 100]
            )
            let id = try #require(made["id"]?.text)

            let tagged = try await caller.call(
                .patch,
                "/deals/\(id)",
                ["title": "Grand four"],
                headers: ["If-Match": "\"1\""]
            )
            let stale = try await caller.call(.patch, "/deals/\(id)", ["title": "X"], headers: ["If-Match": "\"1\""])
            let conflict = try await caller.call(.patch, "/deals/\(id)", ["title": "X", "version": 1])
            let blind = try await caller.call(.patch, "/deals/\(id)", ["title": "X"])
            let page = try await browser.post("/deals/\(id)", ["version": "1", "stage": "proposal"])

            #expect(made.status == 201 && made.headers["ETag"] == "\"1\"")
            #expect(tagged.status == 200 && tagged.headers["ETag"] == "\"2\"")
            #expect([stale.status, conflict.status, blind.status, page.status] as [Int] == [412, 409, 428, 409])
            #expect(try await scene.announced(OpportunityUpdated.self).map(\.deal.title) == ["Grand four"])
        }
    }

    @Test func whoMayNotWriteDealsIsRefused() async throws {
        try await Scene.run { scene in
            let lead = try await scene.lead("Boulangerie Test")
            try await scene.database.withSession { session in
                _ = try await session.query("UPDATE people.users SET role = 'hr' WHERE id = $1", Scene.chloe)
            }
            let browser = try await scene.browser(of: Scene.chloe)

            let page = try await browser.get("/leads/\(lead.id)")
            let deal = try await browser.post("/leads/\(lead.id)/deals", ["title": "Four"])

            #expect(page.status == 403 && deal.status == 403)
        }
    }
}
