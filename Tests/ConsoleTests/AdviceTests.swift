import Contracts
import Foundation
import HTTPClient
import Postgres
import TestSupport
import Testing

@testable import Console

/// What scoring advises, where people work.
@Suite struct AdviceTests {
    @Test func theNextActionStandsOnTodayAndOnTheLeadsPage() async throws {
        try await Scene.run { scene in
            let lead = try await scene.lead("Boulangerie Test")
            try await scene.advise(lead, "call", "2\u{A0}appels sans réponse", hours: "office")
            try await scene.windows("nord", "'best', 240, 47, 2, 10, 12, 21, 9, 3000, 5500")
            try await scene.playbook(
                "nord",
                "Facture électronique",
                "'better', true, 80, 40, 100, 10, 4000, 2650, 5170"
            )
            let browser = try await scene.browser(of: Scene.anna)

            let today = try await browser.get("/").body
            #expect(today.contains("→ Appeler, mardi 10\u{A0}h–12\u{A0}h"))
            let page = try await browser.get("/leads/\(lead.id)").body
            for text in [
                "Prochaine action", "Appeler, mardi 10\u{A0}h–12\u{A0}h", "2\u{A0}appels sans réponse",
                "joint 9 fois sur 21, soit 30 à 55\u{202F}%",
                "« Facture électronique », +40 points de suites favorables (de +26,5 à +51,7), 80 contacts contre 100",
                "<option value=\"Facture électronique\">",
            ] {
                #expect(page.contains(text), "missing: \(text)")
            }
            let read = try await scene.caller(for: Scene.anna).call(.get, "/leads/\(lead.id)")
            #expect(read["details.advice.action"] == "call")
            #expect(read["details.advice.hour_verdict"] == "best")
            #expect(read["details.advice.uplift_basis_points"] == 4000)
        }
    }

    @Test func whatIsNotKnownIsSaidSo() async throws {
        try await Scene.run { scene in
            let lead = try await scene.lead("Boulangerie Test")
            let browser = try await scene.browser(of: Scene.anna)
            #expect(try await !browser.get("/leads/\(lead.id)").body.contains("Prochaine action"))

            try await scene.advise(lead, "call", "Jamais contacté", hours: "office")
            let page = try await browser.get("/leads/\(lead.id)").body
            #expect(page.contains("Meilleure heure\u{202F}: pas assez de données (0 appels)."))
            #expect(page.contains("Script\u{202F}: pas assez de données."))
            try await scene.windows("nord", "'no_difference', 240, 47, NULL, NULL, NULL, NULL, NULL, NULL, NULL")
            try await scene.playbook("nord", "Essai", "'no_difference', false, 80, 10, 100, 12, 50, -900, 1000")
            let known = try await browser.get("/leads/\(lead.id)").body
            #expect(known.contains("Aucune heure n’est nettement meilleure (joint 47 fois sur 240)."))
            #expect(known.contains("Script\u{202F}: aucun n’a fait nettement mieux que les autres."))
        }
    }

    /// Of leads that somebody was in touch with and nothing is planned for, the ones to wait with come last.
    @Test func whoeverIsToBeWaitedForComesLast() async throws {
        try await Scene.run { scene in
            let waiting = try await scene.lead("Plus tard", priority: 900)
            let calling = try await scene.lead("Maintenant", priority: 10)
            let due = try await scene.lead("Jour venu", priority: 5)
            let browser = try await scene.browser(of: Scene.anna)
            for lead in [waiting, calling, due] {
                _ = try await browser.post("/leads/\(lead.id)/activities", ["kind": "call", "outcome": "no_answer"])
            }
            try await scene.advise(waiting, "wait", "1 appel sans réponse", until: "2026-11-24")
            try await scene.advise(calling, "call", "1 appel sans réponse", hours: "office")
            try await scene.advise(due, "wait", "1 appel sans réponse", until: "2026-11-23")

            let body = try await browser.get("/").body
            let places = ["Maintenant</a>", "Jour venu</a>", "Plus tard</a>"].compactMap {
                body.range(of: $0)?.lowerBound
            }
            #expect(places.count == 3 && places == places.sorted())
            #expect(body.contains("→ Attendre jusqu’au 24/11/2026"))
        }
    }

    @Test func thePlaybookThatWasFollowedIsKeptAndAnnounced() async throws {
        try await Scene.run { scene in
            let lead = try await scene.lead("Boulangerie Test")
            let browser = try await scene.browser(of: Scene.anna)
            let path = "/leads/\(lead.id)/activities"

            _ = try await browser.post(path, ["kind": "call", "outcome": "reached", "playbook": "  Facture   2026 "])
            _ = try await browser.post(path, ["kind": "call", "outcome": "reached", "playbook": "  "])
            let refused = try await browser.post(
                path,
                ["kind": "call", "outcome": "reached", "playbook": String(repeating: "x", count: 81)]
            )

            #expect(refused.status == 422 && refused.body.contains("80 caractères"))
            let logged = try await scene.announced(ActivityLogged.self)
            #expect(Set(logged.map(\.playbook)) == ["Facture 2026", nil])
            #expect(
                try await scene.count("SELECT count(*) FROM sales.lead_activities WHERE playbook = 'Facture 2026'") == 1
            )
        }
    }

    @Test func adviceStopsAtTheWall() async throws {
        try await Scene.run { scene in
            let lead = try await scene.lead("Boulangerie Test", department: "sud", owner: Scene.boris)
            try await scene.advise(lead, "call", "Secret du sud", department: "sud", hours: "office")
            try await scene.playbook("sud", "Script du sud", "'not_enough', false, 1, 0, 0, 0, NULL, NULL, NULL")
            let own = try await scene.lead("À nous")
            let anna = try await scene.browser(of: Scene.anna)
            for path in ["/", "/leads/\(lead.id)", "/leads/\(own.id)"] {
                let body = try await anna.get(path).body
                #expect(!body.contains("Secret du sud") && !body.contains("Script du sud"))
            }
            #expect(try await scene.browser(of: Scene.boris).get("/").body.contains("Secret du sud"))
        }
    }
}

extension Scene {
    fileprivate func advise(
        _ lead: SeededLead,
        _ action: String,
        _ french: String,
        department: String = "nord",
        hours: String? = nil,
        until: String? = nil
    ) async throws {
        try await database.withSession { session in
            try await session.transaction { tx in
                try tx.execute(
                    """
                    INSERT INTO scoring.advice (lead_id, department_id, action, reason, until, hours, french, english,
                        fingerprint, since)
                    VALUES ($1, $2, $3, 'test', $4::text::date, $5, $6, 'test', 1, now())
                    """,
                    lead.id.rawValue,
                    department,
                    action,
                    until,
                    hours,
                    french
                )
            }
        }
    }

    fileprivate func windows(_ department: String, _ values: String) async throws {
        try await database.withSession { session in
            try await session.execute(
                unchecked: """
                    INSERT INTO scoring.call_windows (department_id, hours, verdict, all_tried, all_reached, weekday,
                        from_hour, to_hour, tried, reached, low_basis_points, high_basis_points)
                    VALUES ('\(department)', 'office', \(values))
                    """
            )
        }
    }

    fileprivate func playbook(_ department: String, _ name: String, _ values: String) async throws {
        try await database.withSession { session in
            try await session.execute(
                unchecked: """
                    INSERT INTO scoring.playbooks (department_id, kind, key, name, verdict, is_best, with_contacts,
                        with_good, without_contacts, without_good, uplift_basis_points, low_basis_points,
                        high_basis_points)
                    VALUES ('\(department)', 'call', lower('\(name)'), '\(name)', \(values))
                    """
            )
        }
    }
}
