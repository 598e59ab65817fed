import Contracts
import Foundation
import FrenchBusiness
import HTTPClient
import Postgres
import Testing

@testable import Enrichment

/// Statements that INPI's list names without their cells are fetched one by one, few of them.
@Suite struct InpiDetailTests: InpiRecords {
    private static let siren = "552032534"

    /// As the list names it.
    private static func bare(_ year: Int, confidentiality: String = "Public", kind: String = "C") -> [String: Any] {
        [
            "siren": siren, "id": "b\(year)", "dateCloture": "\(year)-12-31", "dateDepot": "\(year + 1)-06-30",
            "typeBilan": kind, "confidentiality": confidentiality, "deleted": false,
        ]
    }

    private static func whole(_ year: Int, _ euros: Int) -> [String: Any] {
        bare(year).merging([
            "bilanSaisi": [
                "bilan": [
                    "identite": [
                        "siren": siren, "dateClotureExercice": "\(year)-12-31", "codeTypeBilan": "C",
                        "codeDevise": "EUR",
                        "dureeExerciceN": "12",
                    ],
                    "detail": [
                        "pages": [
                            [
                                "liasses": [
                                    ["code": "FJ", "m1": "", "m2": "", "m3": String(format: "%015d", euros), "m4": ""]
                                ]
                            ]
                        ]
                    ],
                ]
            ]
        ]) { $1 }
    }

    @Test func theLatestPublicStatementsAreAskedForAndNoOthers() throws {
        let siren = try Given.siren(Self.siren)
        let list = Given.json([
            "bilans": [],
            "bilansSaisis": [
                Self.whole(2020, 5), Self.bare(2021), Self.bare(2022), Self.bare(2023), Self.bare(2024, kind: "K"),
                Self.bare(2025, confidentiality: "Confidentiel"), Self.bare(2020),
            ],
        ])
        let urls = accounts.details(missingIn: list, about: siren).map(\.url)
        #expect(urls == ["http://rne/api/bilans-saisis/b2023", "http://rne/api/bilans-saisis/b2022"])

        let body = try accounts.completed(
            list,
            with: [Given.json(Self.whole(2023, 812_000)), Given.json(Self.whole(2022, 790_000))],
            about: siren
        )
        let findings = try accounts.read(body, about: siren, at: Given.moment)
        let known = findings.years.filter { $0.amountCents != nil }.map { "\($0.closingDate) \($0.amountCents ?? 0)" }
        #expect(known == ["2023-12-31 81200000", "2022-12-31 79000000", "2020-12-31 500"])
        #expect(accounts.details(missingIn: Given.json(["bilansSaisis": [Self.whole(2023, 1)]]), about: siren).isEmpty)
        for detail in ["<html>", "{}", "[]"] {
            #expect(throws: UnreadableReply.self) {
                try accounts.completed(list, with: [Array(detail.utf8)], about: siren)
            }
        }
    }

    @Test func anIdentifierThatIsNoneGoesIntoNoAddress() throws {
        let siren = try Given.siren(Self.siren)
        for id in ["../sso/login", "a b", "é", ""] {
            var row = Self.bare(2023)
            row["id"] = id
            #expect(accounts.details(missingIn: Given.json(["bilansSaisis": [row]]), about: siren).isEmpty, "\(id)")
        }
    }

    /// With the real caller: the list, the detail, one answer that is kept as a whole.
    @Test(arguments: [true, false]) func aStatementIsReadWhereTheListLeavesItOut(_ isThere: Bool) async throws {
        let list = String(decoding: Given.json(["bilans": [], "bilansSaisis": [Self.bare(2025)]]), as: UTF8.self)
        let detail = String(decoding: Given.json(Self.whole(2025, 812_000)), as: UTF8.self)
        let script: LocalProvider.Script = { question in
            if question.target.contains("/sso/login") { return .answer(#"{"token":"a.b.c"}"#) }
            if question.target.contains("/bilans-saisis/b2025") {
                return isThere ? .answer(detail) : .answer("{}", status: 404)
            }
            if question.target.contains("/attachments") { return .answer(list) }
            if question.target.contains("/inpi/") { return .answer("{}", status: 503) }
            return .company(question, turnover: [:])
        }
        try await Scene(others: [ProviderName.inpi], script).run { scene in
            let enriched = try #require(try await scene.registered(Self.siren).enriched.first)

            #expect(enriched.turnover.years.compactMap(\.amountCents) == (isThere ? [81_200_000] : []))
            let calls = try await scene.texts(
                "SELECT operation || ' ' || outcome FROM provider_calls WHERE operation LIKE 'accounts%' ORDER BY 1"
            )
            #expect(calls == ["accounts found", "accounts_detail \(isThere ? "found" : "not_found")"])
            let kept = try await scene.texts("SELECT key FROM cached_replies WHERE key LIKE '% accounts'")
            #expect(kept == ["\(Self.siren) accounts"])
        }
    }
}
