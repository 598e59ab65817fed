import Contracts
import Foundation
import FrenchBusiness
import HTTPClient
import Postgres
import TestSupport
import Testing

@testable import Console

@Suite struct PageTests {
    @Test func todayShowsMyLeadsWithFactsReasonsPhoneAndDeadline() async throws {
        try await Scene.run { scene in
            _ = try await scene.lead("Boulangerie Test", dueAt: "2026-11-23T11:05:00Z")
            let browser = try await scene.browser(of: Scene.anna)

            let page = try await browser.get("/")

            #expect(page.status == 200)
            for text in [
                "Boulangerie Test", "3 à 5 salariés", "230\u{A0}k€ · +15\u{202F}%", "Très petite entreprise",
                "CA en hausse", "tel:+33612345678", "06\u{A0}12\u{A0}34\u{A0}56\u{A0}78",
                "À contacter sous 2\u{A0}h\u{A0}05",
            ] {
                #expect(page.body.contains(text), "missing: \(text)")
            }
            #expect(!page.body.contains("Hors zone prioritaire"))
        }
    }

    @Test func todayPutsWhatIsOverdueFirstAndThenTheBest() async throws {
        try await Scene.run { scene in
            _ = try await scene.lead("Demain meilleur", priority: 900, dueAt: "2026-11-24T11:00:00Z")
            _ = try await scene.lead("Aujourd'hui", priority: 500, dueAt: "2026-11-23T15:00:00Z")
            _ = try await scene.lead("En retard", priority: 10, dueAt: "2026-11-23T08:00:00Z")
            let browser = try await scene.browser(of: Scene.anna)

            let body = try await browser.get("/").body

            let order = ["En retard</a>", "Aujourd&#39;hui</a>", "Demain meilleur</a>"].map {
                body.range(of: $0)?.lowerBound
            }
            let first = try #require(order[0])
            let second = try #require(order[1])
            let third = try #require(order[2])
            #expect(first < second && second < third)
        }
    }

    @Test func aLeadWithAStepAnotherDayLeavesTodayUntilThen() async throws {
        try await Scene.run { scene in
            let lead = try await scene.lead("Boulangerie Test")
            let browser = try await scene.browser(of: Scene.anna)
            let logged = try await browser.post(
                "/leads/\(lead.id)/activities",
                [
                    "kind": "call", "outcome": "callback", "next_step": "Rappeler", "next_step_on": "2026-11-25",
                    "back": "/",
                ]
            )

            #expect(logged.status == 303 && logged.headers["Location"] == "/?done=logged")
            #expect(try await browser.get("/").body.contains("Personne à appeler"))
            scene.clock.advance(by: 2 * 86_400 - 3600)
            let later = try await scene.browser(of: Scene.anna)
            #expect(try await later.get("/").body.contains("Suite prévue aujourd’hui"))
        }
    }

    @Test func ficheShowsFactsLinesThatSumAndWhyThisOwner() async throws {
        try await Scene.run { scene in
            let lead = try await scene.lead("Boulangerie Test", siren: "123456782")
            let browser = try await scene.browser(of: Scene.anna)

            let page = try await browser.get("/leads/\(lead.id)")

            #expect(page.status == 200)
            for text in [
                "123456782", "230\u{202F}000\u{A0}€", "200\u{202F}000\u{A0}€", "31/12/2025", "Hors zone prioritaire",
                "−3",
                "<th class=\"number\">42</th>", "Zone couverte", "le moins chargé", "Dominique Test", "Anna",
                "Nouvelle affaire", "Noter un appel",
            ] {
                #expect(page.body.contains(text), "missing: \(text)")
            }
        }
    }

    @Test func namesFromOutsideAreEscaped() async throws {
        try await Scene.run { scene in
            let lead = try await scene.lead("<script>alert(1)</script>\"'&")
            let browser = try await scene.browser(of: Scene.anna)

            for path in ["/", "/leads/\(lead.id)"] {
                let body = try await browser.get(path).body
                #expect(!body.contains("<script>alert"))
                #expect(body.contains("&lt;script&gt;alert(1)&lt;/script&gt;&quot;&#39;&amp;"))
            }
        }
    }

    @Test func anotherDepartmentsLeadDoesNotExist() async throws {
        try await Scene.run { scene in
            let lead = try await scene.lead("Du Nord", owner: Scene.anna)
            let boris = try await scene.browser(of: Scene.boris)
            let caller = try await scene.caller(for: Scene.boris)
            let call = ["kind": "call", "outcome": "reached"]

            let page = try await boris.get("/leads/\(lead.id)")
            let logged = try await boris.post("/leads/\(lead.id)/activities", call)
            let deal = try await boris.post("/leads/\(lead.id)/deals", ["title": "Vol"])
            let read = try await caller.call(.get, "/leads/\(lead.id)")
            let list = try await caller.call(.get, "/leads")

            #expect([page.status, logged.status, deal.status, read.status] as [Int] == [404, 404, 404, 404])
            #expect(!page.body.contains("Du Nord"))
            #expect(list.count(of: "items") == 0)
            #expect(try await scene.count("SELECT count(*) FROM sales.lead_activities") == 0)
            #expect(try await scene.count("SELECT count(*) FROM admin.outbox") == 0)
        }
    }

    @Test func whoSeesASecondDepartmentSeesItsLeads() async throws {
        try await Scene.run { scene in
            let lead = try await scene.lead("Du Nord")
            try await scene.database.withSession { session in
                _ = try await session.query("INSERT INTO people.user_departments VALUES ($1, 'nord')", Scene.boris)
            }

            #expect(try await scene.browser(of: Scene.boris).get("/leads/\(lead.id)").status == 200)
        }
    }

    @Test func pipelineCountsAndSumsBehindTheWall() async throws {
        try await Scene.run { scene in
            let lead = try await scene.lead("Boulangerie Test")
            let anna = try await scene.browser(of: Scene.anna)
            for (title, amount) in [("Four", "12 500 €"), ("Vitrine", "1,5 k€")] {
                let made = try await anna.post("/leads/\(lead.id)/deals", ["title": title, "amount": amount])
                #expect(made.status == 303)
            }

            let page = try await anna.get("/pipeline")
            let other = try await scene.browser(of: Scene.boris).get("/pipeline")

            #expect(page.body.contains("Nouveau <span class=\"count\">2</span>"))
            #expect(page.body.contains("14\u{202F}000\u{A0}€"))
            #expect(page.body.contains("Four") && page.body.contains("Boulangerie Test"))
            #expect(!other.body.contains("Four") && other.body.contains("Aucune affaire en cours"))
        }
    }

    @Test func theListFindsByNameAndStateBehindTheWall() async throws {
        try await Scene.run { scene in
            for number in 1...51 { _ = try await scene.lead("Société n° \(number)", priority: number) }
            _ = try await scene.lead("Garage du Sud", department: "sud", owner: Scene.boris)
            let anna = try await scene.browser(of: Scene.anna)

            let first = try await anna.get("/leads").body
            let next = try #require(first.firstMatch(of: #/href="(\/leads\?state=[^"]+)"/#)?.1)
            let second = try await anna.get(String(next).replacing("&amp;", with: "&")).body
            let found = try await anna.get("/leads?q=societe%20n%C2%B0%2017").body

            #expect(first.contains("Société n° 51</a>") && !first.contains("Société n° 1</a>"))
            #expect(second.contains("Société n° 1</a>") && !second.contains("Société n° 51</a>"))
            #expect(found.contains("Société n° 17</a>") && !found.contains("Société n° 18</a>"))
            #expect(!first.contains("Garage du Sud") && !second.contains("Garage du Sud"))
            #expect(try await anna.get("/leads?state=pooled").body.contains("Aucun lead ici"))
        }
    }

    @Test func emptyPagesSayWhatToDo() async throws {
        try await Scene.run { scene in
            let browser = try await scene.browser(of: Scene.anna)

            #expect(try await browser.get("/").body.contains("Personne à appeler pour l’instant"))
            #expect(try await browser.get("/nowhere").status == 404)
            #expect(try await browser.get("/leads/not-an-id").status == 404)
        }
    }
}
