import FrenchBusiness
import HTTPClient
import Testing

@testable import Enrichment

/// The page by its SIREN and the one that it leads to, over the wire.
@Suite struct PageFetchingTests {
    private static let siren = PappersReadingTests.siren
    private let http = HTTPClient(userAgent: "Filon/test (prospection B2B)")

    @Test func anyNameLeadsToThePage() async throws {
        let site = try LocalProvider { question in
            question.target == "/societe/entreprise-732829320.html"
                ? .answer("", status: 302, headers: ["Location: /societe/fromages-d-essai-732829320.html"])
                : .answer(SyntheticPage.leaderTable, headers: ["X-Path: \(question.target)"])
        }
        let pages = SocieteComPages(baseURL: "http://127.0.0.1:\(site.port)")

        var request = pages.request(about: Self.siren)
        request.deadline = .seconds(60)
        let response = try await http.send(request)

        #expect(response.headers["X-Path"] == "/societe/fromages-d-essai-732829320.html")
        guard case .found(let findings) = pages.verdict(on: response, about: Self.siren, at: ReadingTime.now) else {
            Issue.record("not read")
            return
        }
        #expect(findings.years.map(\.amountCents) == [123_400_000])
        #expect(site.questions.count == 2)
    }

    @Test func anotherSitesPageIsNotFetched() async throws {
        let other = try LocalProvider { _ in .answer(SyntheticPage.leaderTable) }
        let elsewhere = "http://127.0.0.1:\(other.port)/societe/x-732829320.html"
        let site = try LocalProvider { _ in .answer("", status: 302, headers: ["Location: \(elsewhere)"]) }
        let pages = SocieteComPages(baseURL: "http://127.0.0.1:\(site.port)")

        let error = await #expect(throws: HTTPError.self) { try await http.send(pages.request(about: Self.siren)) }
        #expect(error?.code == .refusedRedirect)
        #expect(site.questions.count == 1 && other.questions.isEmpty)
    }
}
