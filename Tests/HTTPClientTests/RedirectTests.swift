import ScriptedPeers
import Testing

@testable import HTTPClient

@Suite struct RedirectTests {
    @Test func aRedirectIsTheResponseUnlessAsked() async throws {
        let server = try ScriptedServer { peer in
            while peer.request() != nil { peer.answer("302 Found", headers: ["Location: /elsewhere"]) }
        }

        let response = try await client().send(request(server))

        #expect(response.status == 302)
        #expect(response.headers["location"] == "/elsewhere")
    }

    @Test func aRedirectWithinTheOriginKeepsTheAuthorization() async throws {
        let seen = Recorder<String>()
        let server = try ScriptedServer { peer in
            while let request = peer.request() {
                seen.add(request)
                let isFirst = request.hasPrefix("GET /old ")
                peer.answer(isFirst ? "301 Moved" : "200 OK", headers: isFirst ? ["Location: new?x=1"] : [])
            }
        }
        var moved = request(server, "/old")
        moved.headers = ["Authorization": "Bearer abc"]
        moved.followRedirects = 1

        #expect(try await client().send(moved).status == 200)
        #expect(seen.all.count == 2)
        #expect(seen.all.last?.hasPrefix("GET /new?x=1 ") == true)
        #expect(seen.all.allSatisfy { $0.contains("Authorization: Bearer abc") })
    }

    @Test func theLimitOfRedirectsHolds() async throws {
        let seen = Recorder<String>()
        let server = try ScriptedServer { peer in
            while let request = peer.request() {
                seen.add(request)
                peer.answer("302 Found", headers: ["Location: /again"])
            }
        }
        var endless = request(server)
        endless.followRedirects = 3

        #expect(try await failure(client(), endless).code == .tooManyRedirects)
        #expect(seen.all.count == 4)
    }

    @Test func aConfiguredHostCannotSendUsInside() async throws {
        let inside = try ScriptedServer { $0.hold() }
        let target = inside.url
        let server = try ScriptedServer { peer in
            while peer.request() != nil { peer.answer("302 Found", headers: ["Location: \(target)/admin"]) }
        }
        var redirected = request(server)
        redirected.followRedirects = 5

        #expect(try await failure(client(), redirected).code == .refusedAddress)
        #expect(inside.connections == 0)
    }

    @Test func aRedirectOutOfHTTPIsRefused() async throws {
        let server = try ScriptedServer { peer in
            while peer.request() != nil { peer.answer("302 Found", headers: ["Location: file:///etc/passwd"]) }
        }
        var redirected = request(server)
        redirected.followRedirects = 5

        #expect(try await failure(client(), redirected).code == .refusedRedirect)
    }

    @Test func whatStaysAtItsOriginDoesNotFollowAway() throws {
        var asked = HTTPRequest(.get, "http://www.example.fr/search?token=geheim", trust: .operatorConfigured)
        asked.staysAtOrigin = true

        #expect(try Redirect.next(after: 302, to: "http://www.example.fr/page.html", from: asked) != nil)
        #expect(try Redirect.next(after: 302, to: "https://www.example.fr/page.html", from: asked) != nil)
        for elsewhere in ["http://example.org/", "https://example.fr/", "http://www.example.fr:81/"] {
            #expect(throws: HTTPError.self) { try Redirect.next(after: 302, to: elsewhere, from: asked) }
        }
    }

    @Test func theAskerMayRefuseARedirect() throws {
        var asked = HTTPRequest(.get, "http://www.example.fr/search", trust: .operatorConfigured)
        asked.mayFollow = { !$0.contains("/private/") }

        #expect(try Redirect.next(after: 301, to: "http://www.example.fr/page.html", from: asked) != nil)
        #expect(throws: HTTPError.self) {
            try Redirect.next(after: 301, to: "http://www.example.fr/private/page.html", from: asked)
        }
    }

    @Test func aPrintedRequestNamesTheHostAlone() {
        var request = HTTPRequest(.get, "https://api.example.fr/a?api_token=geheim")
        request.headers = ["api-key": "geheim"]
        request.body = Array("geheim".utf8)
        var dumped = ""
        dump(request, to: &dumped)

        #expect("\(request)" == "GET api.example.fr")
        #expect(!dumped.contains("geheim") && !String(reflecting: request).contains("geheim"))
    }

    @Test func anotherOriginSeesNeitherSecretsNorTrust() throws {
        var asked = HTTPRequest(.get, "https://api.example.fr/a", trust: .operatorConfigured)
        asked.headers = [
            "Authorization": "Bearer abc", "Cookie": "a=b", "X-INSEE-Api-Key-Integration": "k", "Accept": "text/csv",
        ]

        for target in ["https://other.example.fr/a", "http://api.example.fr/a", "https://api.example.fr:8443/a"] {
            let next = try #require(try Redirect.next(after: 302, to: target, from: asked))
            #expect(next.headers == ["Accept": "text/csv"])
            #expect(next.trust == .untrusted)
        }
    }

    @Test func theMoveToHTTPSKeepsWhatTheHostWasGiven() throws {
        let asked = HTTPRequest(
            .get,
            "http://api.example.fr/a",
            headers: ["Authorization": "x"],
            trust: .operatorConfigured
        )

        let next = try #require(try Redirect.next(after: 308, to: "https://API.example.fr/a", from: asked))

        #expect(next.headers["authorization"] == "x")
        #expect(next.trust == .operatorConfigured)
    }

    @Test func aBodyStaysWithinItsOrigin() throws {
        let asked = HTTPRequest(
            .post,
            "https://api.example.fr/a",
            headers: ["Content-Type": "text/plain"],
            body: [1],
            trust: .operatorConfigured
        )

        let kept = try #require(try Redirect.next(after: 307, to: "https://api.example.fr/b", from: asked))
        #expect(kept.method == .post && kept.body == [1])
        let turned = try #require(try Redirect.next(after: 303, to: "https://other.example.fr/b", from: asked))
        #expect(turned.method == .get && turned.body == nil && turned.headers.fields.isEmpty)
        let error = #expect(throws: HTTPError.self) {
            _ = try Redirect.next(after: 307, to: "https://other.example.fr/b", from: asked)
        }
        #expect(error?.code == .refusedRedirect)
        let unchanged = try Redirect.next(after: 304, to: "https://api.example.fr/b", from: asked)
        #expect(unchanged == nil)
    }
}
