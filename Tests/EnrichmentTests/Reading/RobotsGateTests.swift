import Foundation
import HTTPClient
import Postgres
import Testing

@testable import Enrichment

/// `robots.txt` of a site on this machine, fetched and obeyed; no file here asks for a delay, so no database is.
@Suite struct RobotsGateTests {
    private let http = HTTPClient(userAgent: "Filon/test (prospection B2B)")
    private let nowhere = PostgresPool(PostgresConfig(url: "postgresql://127.0.0.1:1/none"), size: 1)

    private func gate(_ site: LocalProvider) throws -> RobotsGate {
        let terms = ProviderTerms(name: "societe_com_pages", calls: 1, period: 10, breaker: .seconds(300))
        let gate = RobotsGate(
            baseURL: site.url,
            terms,
            http: http,
            database: nowhere,
            timeout: .seconds(60),
            now: { ReadingTime.now }
        )
        return try #require(gate)
    }

    @Test func thePageBehindAnAllowedAddressIsAskedForToo() async throws {
        let site = try LocalProvider { question in
            switch question.target {
            case "/robots.txt": .answer("User-agent: *\nDisallow: /prive/\n")
            case "/prive/x-732829320.html": .answer(SyntheticPage.leaderTable)
            default: .answer("", status: 302, headers: ["Location: /prive/x-732829320.html"])
            }
        }
        let gate = try gate(site)
        var request = SocieteComPages(baseURL: site.url).request(about: PappersReadingTests.siren)
        request.deadline = .seconds(60)

        #expect(try await gate.admits(request.url))
        request.mayFollow = try await gate.follows()
        let error = await #expect(throws: HTTPError.self) { try await http.send(request) }

        #expect(error?.code == .refusedRedirect)
        #expect(site.questions.map(\.target) == ["/robots.txt", "/societe/entreprise-732829320.html"])
    }

    @Test(arguments: [
        (404, "", true), (500, "", false), (200, "<html>", false), (200, "User-agent: Filon\nDisallow: /\n", false),
    ])
    func theAnswerDecides(_ status: Int, _ body: String, _ isAdmitted: Bool) async throws {
        let site = try LocalProvider { _ in .answer(body, status: status) }

        #expect(try await gate(site).admits(site.url + "/cgi-bin/search?champs=732829320") == isAdmitted)
    }

    @Test func aFileLongerThanWhatIsReadIsReadAsFarAsThat() async throws {
        let site = try LocalProvider { _ in
            .answer("User-agent: *\nDisallow: /a\n" + String(repeating: "# filler\n", count: 70_000))
        }
        let gate = try gate(site)

        #expect(try await gate.admits(site.url + "/b"))
        #expect(try await !gate.admits(site.url + "/a"))
        #expect(site.questions.count == 1)
    }
}
