import Contracts
import Foundation
import HTTPClient
import Postgres
import TestSupport
import Testing

@testable import Console

@Suite struct SignInTests {
    @Test func aLinkOpensASessionOnceAndOnlyByTheButton() async throws {
        try await Scene.run { scene in
            let link = try await scene.link(for: Scene.anna)

            let looked = try await scene.send(.get, "/sign-in?token=\(link)")
            let pressed = try await scene.send(.post, "/sign-in", [:], Scene.encoded(["token": link]))
            let again = try await scene.send(.post, "/sign-in", [:], Scene.encoded(["token": link]))

            #expect(looked.status == 200)
            #expect(looked.body.contains("Se connecter"))
            #expect(pressed.status == 303)
            #expect(pressed.headers["Location"] == "/")
            let cookie = try #require(pressed.headers["Set-Cookie"])
            #expect(cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax") && !cookie.contains("Secure"))
            #expect(again.status == 403)
            #expect(again.body.contains("n’est plus valable"))
            let session = String(cookie.dropFirst("filon_session=".count).prefix { $0 != ";" })
            let home = try await scene.send(.get, "/", ["Cookie": "filon_session=\(session)"])
            #expect(home.status == 200)
            #expect(home.body.contains("Anna"))
            #expect(try await scene.announced(AuditRecorded.self).map(\.action) == ["session.opened"])
        }
    }

    @Test func aLinkIsWorthlessAfterItsTime() async throws {
        try await Scene.run { scene in
            let link = try await scene.link(for: Scene.anna)
            scene.clock.advance(by: 901)

            let pressed = try await scene.send(.post, "/sign-in", [:], Scene.encoded(["token": link]))

            #expect(pressed.status == 403)
            #expect(try await scene.count("SELECT count(*) FROM admin.sessions") == 0)
        }
    }

    @Test func whoHasLeftCannotSignInAndLosesTheSession() async throws {
        try await Scene.run { scene in
            let link = try await scene.link(for: Scene.anna)
            let browser = try await scene.browser(of: Scene.anna)
            try await scene.database.withSession { session in
                _ = try await session.query("UPDATE people.users SET active = false WHERE id = $1", Scene.anna)
            }

            let pressed = try await scene.send(.post, "/sign-in", [:], Scene.encoded(["token": link]))
            let home = try await browser.get("/")

            #expect(pressed.status == 403)
            #expect(home.status == 303 && home.headers["Location"] == "/sign-in")
        }
    }

    @Test func aSessionEndsTwelveHoursAfterItsLastUse() async throws {
        try await Scene.run { scene in
            let browser = try await scene.browser(of: Scene.anna)
            scene.clock.advance(by: 11 * 3600)
            #expect(try await browser.get("/").status == 200)
            scene.clock.advance(by: 11 * 3600)
            #expect(try await browser.get("/").status == 200)
            scene.clock.advance(by: 12 * 3600 + 1)

            #expect(try await browser.get("/").status == 303)
        }
    }

    @Test func signingOutEndsTheSession() async throws {
        try await Scene.run { scene in
            let browser = try await scene.browser(of: Scene.anna)

            let out = try await browser.post("/sign-out", [:])

            #expect(out.status == 303)
            #expect(out.headers["Set-Cookie"]?.contains("Max-Age=0") == true)
            #expect(try await browser.get("/").status == 303)
        }
    }

    @Test func aFormWithoutTheSessionsTokenOrFromAnotherSiteIsRefused() async throws {
        try await Scene.run { scene in
            let lead = try await scene.lead("Boulangerie Test")
            let browser = try await scene.browser(of: Scene.anna)
            let path = "/leads/\(lead.id)/activities"
            let call = ["kind": "call", "outcome": "reached"]

            let forged = try await browser.post(path, call, formToken: "0000")
            let foreign = try await scene.send(
                .post,
                path,
                ["Cookie": "filon_session=\(browser.session)", "Origin": "https://mal.example"],
                Scene.encoded(call.merging(["form_token": browser.formToken]) { $1 })
            )
            let anonymous = try await scene.send(.post, path, [:], Scene.encoded(call))

            #expect(forged.status == 403 && foreign.status == 403 && anonymous.status == 403)
            #expect(try await scene.count("SELECT count(*) FROM sales.lead_activities") == 0)
        }
    }

    @Test func everyAnswerCarriesTheSecurityHeaders() async throws {
        try await Scene.run { scene in
            for path in ["/sign-in", "/assets/console.css", "/nowhere", "/api/v1/users"] {
                let headers = try await scene.send(.get, path).headers
                #expect(headers["Content-Security-Policy"]?.contains("default-src 'none'") == true, "\(path)")
                #expect(headers["X-Content-Type-Options"] == "nosniff", "\(path)")
                #expect(headers["Referrer-Policy"] == "same-origin", "\(path)")
            }
        }
    }
}
