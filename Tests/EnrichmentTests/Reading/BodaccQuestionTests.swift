import Contracts
import Foundation
import FrenchBusiness
import HTTPClient
import Testing

@testable import Enrichment

/// What is asked of the bulletin, of one company and of many.
@Suite struct BodaccQuestionTests: BodaccNotices {
    @Test func aQuestionNamesTheSirenInBothSpellings() throws {
        let url = bodacc.request(about: try Given.siren("880878145")).url
        #expect(url.hasPrefix("http://bodacc/api/explore/v2.1/catalog/datasets/annonces-commerciales/records?"))
        let query = try #require(url.removingPercentEncoding)
        #expect(query.contains(#"where=registre IN ("880878145","880 878 145")&"#))
        #expect(query.contains("order_by=dateparution desc") && query.hasSuffix("limit=100"))
    }

    @Test func aBatchIsOfFortyCompaniesAndOfWhatIsNew() throws {
        let sirens = (0..<50).compactMap { SIREN(number: 300_000_000 + $0) }
        let query = try #require(bodacc.batch(of: sirens, since: Given.day("2026-11-20")).url.removingPercentEncoding)
        #expect(query.contains(") AND dateparution >= date'2026-11-20'&"))
        #expect(query.contains("300000039") && !query.contains("300000040"))
        let next = try #require(
            bodacc.batch(of: sirens, since: Given.day("2026-11-20"), offset: 100).url.removingPercentEncoding
        )
        #expect(next.hasSuffix("&offset=100"))

        let one = Self.notice("A202601234567", "2026-11-25", siren: "300000001", judgment: Self.liquidation)
        let two = Self.notice("C20260123456", "2026-11-24", siren: "300000002", accounts: ["dateCloture": "2025-12-31"])
        let body = Given.json(["total_count": 120, "results": [one, two]])
        let findings = try Bodacc.readBatch(body, about: sirens, at: Given.moment)
        #expect(findings.count == 2 && Bodacc.total(in: body) == 120)
        #expect(findings[sirens[1]]?.proceedings.first?.kind == .liquidation)
        #expect(findings[sirens[2]]?.deposits.first?.hidden == Deposit.Hidden.nothing)
        #expect(throws: UnreadableReply.self) {
            try Bodacc.readBatch(Array("<html>".utf8), about: sirens, at: Given.moment)
        }
    }

    @Test func theWatchSkipsNobodyWhoseNoticeWasLeftOut() throws {
        let sirens = try ["300000001", "300000002", "300000003"].map { try Given.siren($0) }
        let rows = [
            Self.notice("A202601234567", "2026-11-25", siren: "300000001", judgment: Self.liquidation),
            Self.notice("C20260123456", "2026-11-24", siren: "300000002", accounts: ["dateCloture": "2025-12-31"]),
            Self.notice("C20260123457", "2026-11-23", siren: "300000001"),
        ]
        let whole = try bodacc.latest(in: Given.json(["total_count": 3, "results": rows]), of: sirens)
        #expect(whole.mapValues(\.text) == [sirens[0]: "2026-11-25", sirens[1]: "2026-11-24"])
        let part = try bodacc.latest(in: Given.json(["total_count": 300, "results": rows]), of: sirens)
        #expect(part[sirens[2]]?.text == "2026-11-23" && part[sirens[0]]?.text == "2026-11-25")
        #expect(throws: UnreadableReply.self) { try bodacc.latest(in: Array("<html>".utf8), of: sirens) }
    }

    @Test func historiesOfSeveralCompaniesComeInOneAnswerUnlessItIsAPart() throws {
        let sirens = try ["300000001", "300000002", "300000003"].map { try Given.siren($0) }
        let query = try #require(bodacc.request(about: sirens).url.removingPercentEncoding)
        #expect(query.contains("300 000 001") && query.contains("300000003") && !query.contains("dateparution >="))
        let rows = [
            Self.notice("A202601234567", "2026-11-25", siren: "300000001", judgment: Self.liquidation),
            Self.notice("C20260123456", "2026-11-24", siren: "300000002", accounts: ["dateCloture": "2025-12-31"]),
        ]
        let bodies = try #require(try bodacc.split(Given.json(["total_count": 2, "results": rows]), about: sirens))
        let read = try sirens.map { try bodacc.read(bodies[$0] ?? [], about: $0, at: Given.moment) }
        #expect(read.map(\.isFound) == [true, true, false])
        #expect(read[0].proceedings.map(\.kind) == [.liquidation] && read[1].deposits.count == 1)

        let part = Given.json(["total_count": 101, "results": rows])
        #expect(try bodacc.split(part, about: sirens) == nil)
        #expect(try bodacc.split(part, about: [sirens[0]])?.count == 1)
        let many = Given.json(["results": Array(repeating: rows[0], count: 100)])
        #expect(try bodacc.split(many, about: sirens) == nil)
        #expect(throws: UnreadableReply.self) { try bodacc.split(Array("<html>".utf8), about: sirens) }
    }

    @Test(arguments: [
        (200, #"{"total_count":0,"results":[]}"#, Verdict.found(.nothing)), (200, "{}", .unreadable),
        (200, "<html>", .unreadable), (400, #"{"error_code":"ODSQLError"}"#, .refused), (429, "", .throttled),
        (404, "", .failed), (500, "", .failed),
    ])
    func aStatusMeansWhatTheApiDocuments(_ status: Int, _ body: String, _ verdict: Verdict) throws {
        let siren = try Given.siren("552032534")
        #expect(bodacc.verdict(on: Given.answer(status, body), about: siren, at: Given.moment) == verdict)
    }
}
