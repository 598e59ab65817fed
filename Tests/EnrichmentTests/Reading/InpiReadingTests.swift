import Contracts
import Foundation
import FrenchBusiness
import HTTPClient
import Testing

@testable import Enrichment

@Suite struct InpiReadingTests: InpiRecords {
    // MARK: Real payloads

    @Test(.enabled(if: ReferenceData.isPresent, "no reference data beside the checkout"))
    func eightRealYearsHaveTheTurnoverAndResultThatWereFiled() throws {
        let file = ReferenceData.folder.appending(path: "inpi-rne/attachments_542065479_actes_bilans.json")
        let siren = try Given.siren("542065479")
        let body = try ReferenceData.document(file)

        let findings = try accounts.read(body, about: siren, at: Given.moment)

        // closing, turnover, of the year before, result (millions and thousands of euros as filed), months, filed on
        let filed: [(String, Int64, Int64, Int64, Int, String)] = [
            ("2023-12-31", 69_825_990_000, 62_685_794_000, 1_726_771_000, 12, "2024-04-24"),
            ("2022-12-31", 62_685_794_000, 55_501_520_000, 908_227_000, 12, "2023-07-13"),
            ("2021-12-31", 55_501_520_000, 50_192_306_000, 867_282_000, 12, "2022-07-15"),
            ("2020-12-31", 50_192_306_000, 65_017_505_000, 825_815_000, 12, "2021-07-23"),
            ("2019-12-31", 65_017_505_000, 61_362_301_000, 1_487_261_000, 12, "2020-08-03"),
            ("2018-12-31", 61_362_301_000, 57_407_115_000, 1_079_025_000, 0, "2019-08-06"),
            ("2017-12-31", 57_407_115_000, 51_789_085_000, 1_461_316_000, 12, "2018-08-16"),
            ("2016-12-31", 51_789_085_000, 52_104_939_000, 491_116_000, 12, "2017-08-09"),
        ]
        #expect(findings.years.count == filed.count)
        for (year, expected) in zip(findings.years, filed) {
            #expect(year.closingDate.text == expected.0)
            #expect(year.amountCents == expected.1 * 100)
            #expect(year.previousCents == expected.2 * 100)
            #expect(year.resultCents == expected.3 * 100)
            #expect(year.months == expected.4)
            #expect(year.filedOn?.text == expected.5)
            #expect(year.status == .known && year.kind == .social && year.doubt == nil && year.precisionCents == 50)
        }
        #expect(findings.deposits.map(\.closingDate) == findings.years.map(\.closingDate))
        #expect(findings.deposits.allSatisfy { $0.hidden == .nothing && $0.filedOn != nil && $0.reference != nil })
        #expect(try accounts.read(accounts.redacted(body), about: siren, at: Given.moment) == findings)
        #expect(try accounts.read(body, about: Given.siren("552032534"), at: Given.moment).years.isEmpty)
    }

    @Test(.enabled(if: ReferenceData.isPresent, "no reference data beside the checkout"))
    func theRealWordForUnknownIsNothing() throws {
        let file = ReferenceData.folder.appending(path: "inpi-rne/attachments_404.json")
        let body = String(decoding: try ReferenceData.document(file), as: UTF8.self)
        let siren = try Given.siren("542065479")
        #expect(accounts.verdict(on: Given.answer(404, body), about: siren, at: Given.moment) == .found(.nothing))
    }

    // MARK: Statuses

    @Test(arguments: [
        (401, #"{"errorCode":"unauthorized","message":"Identifiants invalides."}"#, Verdict.expiredSession),
        (404, #"{"code":"404","errorCode":"company_not_found","type":"notFound"}"#, .found(.nothing)),
        (404, "<h1>Not Found</h1>", .failed), (404, #"{"message":"No route found"}"#, .failed), (404, "", .failed),
        (500, "Allowed memory size of 134217728 bytes exhausted", .failed), (503, "", .failed), (403, "", .failed),
        (429, "", .throttled), (400, "{}", .refused), (200, "<html>", .unreadable), (200, "{}", .unreadable),
        (200, #"{"error":"trop de requêtes"}"#, .unreadable),
    ])
    func aStatusMeansTheSameForBothQuestions(_ status: Int, _ body: String, _ verdict: Verdict) throws {
        let siren = try Given.siren("552032534")
        #expect(company.verdict(on: Given.answer(status, body), about: siren, at: Given.moment) == verdict)
        #expect(accounts.verdict(on: Given.answer(status, body), about: siren, at: Given.moment) == verdict)
    }

    @Test func questionsAreAskedWhereTheRegisterAnswersThem() throws {
        let siren = try Given.siren("552032534")
        #expect(company.request(about: siren).url == "http://rne/api/companies/552032534")
        #expect(accounts.request(about: siren).url == "http://rne/api/companies/552032534/attachments")
        #expect(company.name == "inpi" && accounts.name == "inpi")
        #expect(company.question == "company" && accounts.question == "accounts")
    }

    // MARK: Damage

    @Test func damagedRepliesAreReadOrRefused() throws {
        let siren = try Given.siren("552032534")
        let lines = ["FJ": ["1", "2", "3", "4"], "HN": ["5"], "210": ["-000000000000001"]]
        let bodies = [
            Self.entry(part: [
                "observations": ["rcs": [["dateAjout": "2020-01-01", "texte": "liquidation judiciaire"]]]
            ]),
            Given.json(["bilansSaisis": [Self.statement(lines)], "bilans": [["siren": "552032534"]]]),
        ]
        for body in bodies {
            Damage.inflict(on: body) { bytes in
                _ = try? company.read(bytes, about: siren, at: Given.moment)
                _ = try? accounts.read(bytes, about: siren, at: Given.moment)
                _ = company.redacted(bytes)
                _ = accounts.redacted(bytes)
                _ = InpiLogin(baseURL: "", user: "", password: "")
                    .session(from: Given.answer(200, String(decoding: bytes, as: UTF8.self)), at: Given.moment)
            }
        }
    }
}
