import Contracts
import Foundation
import FrenchBusiness
import HTTPClient
import Testing

@testable import Enrichment

@Suite struct InpiLoginTests: InpiRecords {
    @Test func aSessionLastsAnHourOrAsLongAsItsTokenSays() throws {
        let login = InpiLogin(baseURL: "http://rne/api", user: "moi", password: "s\"cret")
        let request = login.request
        #expect(request.method == .post && request.url == "http://rne/api/sso/login" && !request.isRepeatable)
        #expect(String(decoding: request.body ?? [], as: UTF8.self) == #"{"password":"s\"cret","username":"moi"}"#)
        #expect(!"\(login)".contains("cret"))

        let now = Given.moment
        let seconds = Int(now.timeIntervalSince1970)
        for (claims, kept) in [
            ("{\"exp\":\(seconds + 86_400)}", 3570.0), ("{\"exp\":\(seconds + 600)}", 570), ("{}", 3570),
            // The register's clock is a day behind: what counts is how long it gives.
            ("{\"iat\":\(seconds - 86_400),\"exp\":\(seconds - 86_400 + 900)}", 870), ("no JSON", 3570),
            ("{\"exp\":\"tomorrow\"}", 3570),
        ] {
            let session = try #require(login.session(from: Given.answer(200, Self.token(claims)), at: now))
            #expect(session.validUntil.timeIntervalSince(now) == kept, "\(claims)")
            var question = HTTPRequest(.get, "http://rne")
            login.authorise(&question, with: session)
            #expect(question.headers["Authorization"] == "Bearer \(session.token)")
        }
    }

    @Test(arguments: [
        (401, #"{"errorCode":"unauthorized"}"#), (200, "{}"), (200, #"{"token":""}"#), (200, #"{"token":7}"#),
        (200, "<html>"), (200, #"{"token":"a\r\nX-Injected: 1"}"#), (500, #"{"token":"abc"}"#),
        (200, InpiLoginTests.token(#"{"exp":1000}"#)),
    ])
    func noSessionComesOfARefusal(_ status: Int, _ body: String) {
        let login = InpiLogin(baseURL: "http://rne/api", user: "u", password: "p")
        #expect(login.session(from: Given.answer(status, body), at: Given.moment) == nil)
    }

    private static func token(_ claims: String) -> String {
        let middle = Data(claims.utf8).base64EncodedString().replacing("+", with: "-").replacing("/", with: "_")
            .replacing("=", with: "")
        return #"{"token":"eyJhbGciOiJIUzI1NiJ9.\#(middle).c2lnbmF0dXJl"}"#
    }
}
