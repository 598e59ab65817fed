import Contracts
import Foundation
import HTTPClient
import TestSupport
import Testing

@testable import Console

/// Nobody signs in to a dead end, and errors leave a way on.
@Suite struct HomeTests {
    @Test func financeArrivesAtThePipeline() async throws {
        try await Scene.run { scene in
            let lead = try await scene.lead("Boulangerie Test")
            let anna = try await scene.browser(of: Scene.anna)
            _ = try await anna.post("/leads/\(lead.id)/deals", ["title": "Four"])
            try await scene.role("finance", of: Scene.chloe)
            let chloe = try await scene.browser(of: Scene.chloe)

            let home = try await chloe.get("/")
            let pipeline = try await chloe.get("/pipeline").body

            #expect(home.status == 303 && home.headers["Location"] == "/pipeline")
            #expect(pipeline.contains("Four") && !pipeline.contains("href=\"/leads"))
            #expect(pipeline.contains("Se déconnecter"))
        }
    }

    @Test func humanResourcesAreWelcomedWithAWayOut() async throws {
        try await Scene.run { scene in
            try await scene.role("hr", of: Scene.chloe)
            let chloe = try await scene.browser(of: Scene.chloe)

            let home = try await chloe.get("/")

            #expect(home.status == 200)
            #expect(home.body.contains("Bienvenue, Chloé") && home.body.contains("Ressources humaines"))
            #expect(home.body.contains("Se déconnecter") && !home.body.contains("href=\"/leads\""))
        }
    }

    @Test func errorPagesKeepTheMenuOfWhoIsSignedIn() async throws {
        try await Scene.run { scene in
            try await scene.role("hr", of: Scene.chloe)
            let anna = try await scene.browser(of: Scene.anna)

            let forbidden = try await scene.browser(of: Scene.chloe).get("/leads")
            let missing = try await anna.get("/nowhere")
            let refused = try await anna.post("/leads/\(UUID())/siren", ["siren": ""])
            let outside = try await scene.send(.get, "/nowhere")

            #expect([forbidden.status, missing.status, refused.status] as [Int] == [403, 404, 404])
            for page in [forbidden, missing, refused] { #expect(page.body.contains("Se déconnecter")) }
            #expect(missing.body.contains("href=\"/pipeline\"") && !forbidden.body.contains("href=\"/pipeline\""))
            #expect(outside.status == 404 && !outside.body.contains("Se déconnecter"))
        }
    }
}
