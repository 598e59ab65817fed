import Contracts
import Foundation
import HTTPClient
import TestSupport
import Testing

@testable import Console

/// What an imported list says of a lead is on its page, and plans the day until somebody was in touch.
@Suite struct ListedFactsTests {
    @Test func ficheShowsWhatTheListSaysWithEveryUnknownColumn() async throws {
        try await Scene.run { scene in
            let lead = try await scene.lead("Boulangerie Test")
            try await scene.listed(lead, nextStep: "Porter le devis", nextStepOn: "2026-12-03")
            let browser = try await scene.browser(of: Scene.anna)
            let caller = try await scene.caller(for: Scene.anna)

            let page = try await browser.get("/leads/\(lead.id)").body
            let read = try await caller.call(.get, "/leads/\(lead.id)")

            for text in [
                "Selon la liste", "anna@filon.example", "Contacté", "Porter le devis", "03/12/2026",
                "CA (selon la liste)</dt><dd>150\u{202F}000\u{A0}€", "Canal</dt><dd>Salon &lt;b&gt;pro&lt;/b&gt;",
                "effectif_salon</dt><dd>12", "Appel d’offres magasins",
            ] {
                #expect(page.contains(text), "missing: \(text)")
            }
            #expect(read["lead.listed.stage"] == "Contacté")
            #expect(read["lead.listed.next_step_on"] == "2026-12-03")
            #expect(read["lead.listed.turnover_cents"] == 15_000_000)
            #expect(read["lead.listed.extra.0.header"] == "Canal")
            #expect(read["lead.listed.extra.1.header"] == "effectif_salon")
        }
    }

    @Test func aListedStepAnotherDayHidesTheLeadUntilThen() async throws {
        try await Scene.run { scene in
            let lead = try await scene.lead("Boulangerie Test")
            try await scene.listed(lead, nextStep: "Porter le devis", nextStepOn: "2026-11-25")
            let anna = try await scene.browser(of: Scene.anna)

            #expect(try await anna.get("/").body.contains("Personne à appeler"))
            scene.clock.advance(by: 2 * 86_400)
            let due = try await scene.browser(of: Scene.anna).get("/").body
            #expect(due.contains("Suite prévue aujourd’hui") && due.contains("Porter le devis"))
            #expect(!due.contains("En retard de"))
        }
    }

    @Test func onceSomebodyWasInTouchTheListedStepNoLongerCounts() async throws {
        try await Scene.run { scene in
            let lead = try await scene.lead("Boulangerie Test")
            try await scene.listed(lead, nextStep: "Porter le devis", nextStepOn: "2026-11-20")
            let anna = try await scene.browser(of: Scene.anna)
            let before = try await anna.get("/").body
            let path = "/leads/\(lead.id)/activities"

            _ = try await anna.post(path, ["kind": "call", "outcome": "voicemail"])
            let after = try await anna.get("/").body

            #expect(before.contains("Suite en retard de 3\u{A0}jours"))
            #expect(after.contains("Aucune suite prévue") && !after.contains("Porter le devis"))
        }
    }
}
