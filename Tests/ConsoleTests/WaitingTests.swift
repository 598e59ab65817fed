import Contracts
import Foundation
import HTTPClient
import Postgres
import TestSupport
import Testing

@testable import Console

/// Leads to identify are on the pages, and workable by hand.
@Suite struct WaitingTests {
    @Test func theyAreListedOnThePageAndByTheAPIBehindTheWall() async throws {
        try await Scene.run { scene in
            var leads: [SeededLead] = []
            for number in 1...3 { leads.append(try await scene.waiting("Fournil \(number)", owner: "Anna")) }
            _ = try await scene.waiting("Atelier du Sud", department: "sud")
            _ = try await scene.lead("Boulangerie Test")
            let anna = try await scene.browser(of: Scene.anna)
            let caller = try await scene.caller(for: Scene.anna)

            let page = try await anna.get("/leads?state=to_identify").body
            let found = try await anna.get("/leads?state=to_identify&q=fournil%202").body
            let first = try await caller.call(.get, "/leads?state=to_identify&limit=2")
            let next = try #require(first["next"]?.text)
            let rest = try await caller.call(.get, "/leads?state=to_identify&limit=2&after=\(next)")
            let owned = try await caller.call(.get, "/leads")

            #expect(page.contains("<option value=\"to_identify\" selected>À identifier"))
            #expect(page.contains("Fournil 1</a>") && page.contains("Fournil 3</a>"))
            #expect(!page.contains("Atelier du Sud") && !page.contains("Boulangerie Test"))
            #expect(found.contains("Fournil 2</a>") && !found.contains("Fournil 1</a>"))
            let ids = [first["items.0.id"], first["items.1.id"], rest["items.0.id"]].map { $0?.text?.lowercased() }
            #expect(ids == leads.map(\.id.description))
            #expect(rest.count(of: "items") == 1 && first["items.0.state"] == "to_identify")
            #expect(first["items.0.points"] == nil && first["items.0.urgency"] == nil)
            #expect(owned.count(of: "items") == 1)
        }
    }

    @Test func aStateThatIsNoneIsRefused() async throws {
        try await Scene.run { scene in
            let caller = try await scene.caller(for: Scene.anna)

            let refused = try await caller.call(.get, "/leads?state=foo")

            #expect(refused.status == 400 && refused["code"] == "state.unknown" && refused["field"] == "state")
            for state in LeadListState.allCases {
                #expect(try await caller.call(.get, "/leads?state=\(state.rawValue)").status == 200, "\(state)")
            }
        }
    }

    @Test func todayShowsThoseThatTheListGivesToMeByAddressOrName() async throws {
        try await Scene.run { scene in
            _ = try await scene.waiting("Par adresse", owner: "Anna@Filon.example")
            _ = try await scene.waiting("Par nom", owner: "  ÀNNA ")
            _ = try await scene.waiting("À personne")
            _ = try await scene.waiting("À Chloé", owner: "chloe")
            _ = try await scene.waiting("Plus tard", owner: "Anna", nextStepOn: "2026-11-30")
            _ = try await scene.waiting("Au Sud", department: "sud", owner: "anna@filon.example")

            let body = try await scene.browser(of: Scene.anna).get("/").body
            let mine = try await scene.caller(for: Scene.anna).call(.get, "/leads?state=to_identify&owner=me")

            #expect(body.contains("<h2>À identifier</h2>"))
            #expect(body.contains("Par adresse</a>") && body.contains("Par nom</a>"))
            #expect(body.contains("tel:+33261917701"))
            for name in ["À personne", "À Chloé", "Plus tard", "Au Sud"] {
                #expect(!body.contains("\(name)</a>"), "\(name)")
            }
            #expect(mine.count(of: "items") == 3)
        }
    }

    @Test func aNameThatTwoColleaguesBearIsNobodys() async throws {
        try await Scene.run { scene in
            _ = try await scene.waiting("Par nom", owner: "Anna")
            try await scene.database.withSession { session in
                _ = try await session.query("UPDATE people.users SET display_name = 'ANNA' WHERE id = $1", Scene.chloe)
            }

            #expect(try await !scene.browser(of: Scene.anna).get("/").body.contains("Par nom</a>"))
            #expect(try await !scene.browser(of: Scene.chloe).get("/").body.contains("Par nom</a>"))
        }
    }

    @Test func theyAreCalledAndGetDealsLikeAnyOther() async throws {
        try await Scene.run { scene in
            let lead = try await scene.waiting("Fournil", owner: "Chloé")
            let anna = try await scene.browser(of: Scene.anna)

            let fiche = try await anna.get("/leads/\(lead.id)").body
            let call = try await anna.post(
                "/leads/\(lead.id)/activities",
                ["kind": "call", "outcome": "callback", "next_step": "Rappeler", "next_step_on": "2026-11-24"]
            )
            let deal = try await anna.post("/leads/\(lead.id)/deals", ["title": "Four"])
            let today = try await anna.get("/").body
            scene.clock.advance(by: 86_400)
            let tomorrow = try await scene.browser(of: Scene.anna).get("/").body

            for text in [
                "À identifier", "Chloé (selon la liste)", "Inconnu sans SIREN", "SIREN à retrouver", "Noter un appel",
                "name=\"siren\"",
            ] {
                #expect(fiche.contains(text), "missing: \(text)")
            }
            #expect(call.status == 303 && deal.status == 303)
            #expect(try await scene.announced(ActivityLogged.self).map(\.leadID) == [lead.id])
            #expect(try await scene.announced(OpportunityCreated.self).map(\.deal.leadID) == [lead.id])
            #expect(!today.contains("Fournil</a>"))
            #expect(tomorrow.contains("Fournil</a>") && tomorrow.contains("Rappeler"))
        }
    }

    @Test func aSIRENThatNobodyHasGoesToIntakeAsARowOfTheSameNameAndPlace() async throws {
        try await Scene.run { scene in
            let lead = try await scene.waiting("Fournil")
            let anna = try await scene.browser(of: Scene.anna)
            let path = "/leads/\(lead.id)/siren"

            let wrong = try await anna.post(path, ["siren": "732 829 321"])
            let given = try await anna.post(path, ["siren": "732 829 320"])
            let fiche = try await anna.get("/leads/\(lead.id)").body
            let foreign = try await scene.browser(of: Scene.boris).post(path, ["siren": "732829320"])

            #expect(wrong.status == 422 && given.status == 303 && foreign.status == 404)
            let sent = try await scene.announced(CompanySubmitted.self)
            #expect(sent.map(\.row) == [["siren": "732829320", "nom": "Fournil", "code_postal": "37000"]])
            #expect(sent.map(\.department.rawValue) == ["nord"])
            #expect(fiche.contains("SIREN 732829320 transmis"))
            #expect(try await scene.announced(AuditRecorded.self).map(\.action) == ["lead.siren_given"])
        }
    }

    @Test func whatTheRegistersProposeIsOneClickAndSoIsNoneOfThem() async throws {
        try await Scene.run { scene in
            let lead = try await scene.waiting("Fournil")
            try await scene.propose("732829320", "FOURNIL <DES> HALLES", for: lead)
            let anna = try await scene.browser(of: Scene.anna)
            let caller = try await scene.caller(for: Scene.anna)

            let fiche = try await anna.get("/leads/\(lead.id)").body
            let shown = try await caller.call(.get, "/leads/\(lead.id)")
            let foreign = try await scene.browser(of: Scene.boris).post("/leads/\(lead.id)/no-candidate", [:])
            let none = try await anna.post("/leads/\(lead.id)/no-candidate", [:])
            let again = try await caller.call(.post, "/leads/\(lead.id)/no-candidate")

            #expect(fiche.contains("FOURNIL &lt;DES&gt; HALLES") && fiche.contains("value=\"732829320\""))
            #expect(fiche.contains("même nom") && fiche.contains("Aucune de celles-ci"))
            #expect(shown["details.proposed.0.siren"] == "732829320")
            #expect(foreign.status == 404 && none.status == 303 && again.status == 202)
            let choices = try await scene.announced(IdentificationChoiceRequested.self)
            #expect(choices.count == 2 && choices.allSatisfy { $0.siren == nil && $0.companyID == lead.companyID })
            #expect(
                try await scene.announced(AuditRecorded.self).map(\.action) == [
                    "lead.none_proposed", "lead.none_proposed",
                ]
            )
        }
    }

    @Test func programsGiveASIRENTheSameWay() async throws {
        try await Scene.run { scene in
            let lead = try await scene.waiting("Fournil")
            let known = try await scene.lead("Boulangerie Test")
            let caller = try await scene.caller(for: Scene.anna)

            let wrong = try await caller.call(.post, "/leads/\(lead.id)/siren", ["siren": "732829321"])
            let given = try await caller.call(.post, "/leads/\(lead.id)/siren", ["siren": "732829320"])
            let done = try await caller.call(.post, "/leads/\(known.id)/siren", ["siren": "732829320"])

            #expect(wrong.status == 422 && wrong["code"] == "siren.malformed" && wrong["field"] == "siren")
            #expect(given.status == 202 && given["id"]?.text == lead.id.description)
            #expect(done.status == 422 && done["code"] == "lead.identified")
            #expect(try await scene.announced(CompanySubmitted.self).count == 1)
        }
    }

    @Test func aSIRENThatTheBaseKnowsTakesTheWorkThere() async throws {
        try await Scene.run { scene in
            let ours = try await scene.lead("Boulangerie Test", siren: "732829320")
            _ = try await scene.lead("Garage du Sud", siren: "552100554", department: "sud", owner: Scene.boris)
            let same = try await scene.waiting("Boulangerie", owner: "Anna")
            let other = try await scene.waiting("Garage", owner: "Anna", nextStepOn: "2026-11-20")
            let anna = try await scene.browser(of: Scene.anna)

            _ = try await anna.post("/leads/\(same.id)/siren", ["siren": "732829320"])
            _ = try await anna.post("/leads/\(other.id)/siren", ["siren": "55210055400013"])

            let sent = try await scene.announced(CompanySubmitted.self).map(\.row)
            #expect(
                sent == [
                    [
                        "siren": "552100554", "nom": "Garage", "code_postal": "37000", "ville": "Tours",
                        "proprietaire": "Anna", "date_prochaine_action": "2026-11-20", "note": "SIREN à retrouver",
                        "contact": "Service accueil", "telephone": "+33261917701",
                    ]
                ]
            )
            #expect(try await anna.get("/leads/\(same.id)").body.contains("href=\"/leads/\(ours.id)\""))
            #expect(try await anna.get("/leads?state=to_identify").body.contains("Aucun lead ici"))
            #expect(try await !anna.get("/").body.contains("<h2>À identifier</h2>"))
        }
    }

    @Test func anObjectionIsHonouredWithoutASIRENToo() async throws {
        try await Scene.run { scene in
            let lead = try await scene.waiting("Fournil", owner: "Anna")
            _ = try await scene.lead("Boulangerie Test", siren: "732829320", department: "sud", owner: Scene.boris)
            try await scene.database.withSession { session in
                _ = try await session.query("UPDATE intake.companies SET opposed_at = now() WHERE siren = '732829320'")
            }
            let anna = try await scene.browser(of: Scene.anna)

            let refused = try await anna.post("/leads/\(lead.id)/siren", ["siren": "732829320"])
            try await scene.database.withSession { session in
                _ = try await session.query("UPDATE intake.companies SET opposed_at = now()")
            }

            #expect(refused.status == 422 && refused.body.contains("opposée à la prospection"))
            #expect(try await scene.announced(CompanySubmitted.self).isEmpty)
            #expect(try await !anna.get("/").body.contains("Fournil</a>"))
            #expect(try await !anna.get("/leads?state=to_identify").body.contains("Fournil</a>"))
            #expect(try await anna.get("/leads/\(lead.id)").body.contains("Opposition à la prospection"))
        }
    }
}
