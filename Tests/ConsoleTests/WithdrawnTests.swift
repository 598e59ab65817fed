import Contracts
import Foundation
import HTTPClient
import TestSupport
import Testing

@testable import Console

/// A lead that an import's undo took out keeps its page for the deals that were made on it.
@Suite struct WithdrawnTests {
    @Test func theBoardsLinkLeadsToAPageOnWhichOnlyTheDealCanBeEnded() async throws {
        try await Scene.run { scene in
            let lead = try await scene.lead("Boulangerie Test")
            let anna = try await scene.browser(of: Scene.anna)
            let deal = DealID()
            _ = try await anna.post("/leads/\(lead.id)/deals", ["id": deal.description, "title": "Four"])
            try await scene.withdraw(lead)

            let board = try await anna.get("/pipeline").body
            let link = try #require(board.firstMatch(of: #/href="(\/leads\/[^"#]+)#deals"/#)?.1)
            let fiche = try await anna.get(String(link))
            let call = try await anna.post("/leads/\(lead.id)/activities", ["kind": "call", "outcome": "reached"])
            let second = try await anna.post("/leads/\(lead.id)/deals", ["title": "Vitrine"])
            let lost = try await anna.post(
                "/deals/\(deal)",
                ["version": "1", "stage": "lost", "lost_reason": "Fiche retirée"]
            )

            #expect(fiche.status == 200 && fiche.body.contains("Fiche retirée"))
            #expect(!fiche.body.contains("Noter un appel") && !fiche.body.contains("Nouvelle affaire"))
            #expect(call.status == 404 && second.status == 404)
            #expect(lost.status == 303)
            #expect(try await anna.get("/pipeline").body.contains("Aucune affaire en cours"))
        }
    }

    @Test func anotherDepartmentSeesNothingOfIt() async throws {
        try await Scene.run { scene in
            let lead = try await scene.lead("Boulangerie Test")
            try await scene.withdraw(lead)

            #expect(try await scene.browser(of: Scene.boris).get("/leads/\(lead.id)").status == 404)
        }
    }
}
