import Contracts
import Foundation
import FrenchBusiness
import HTTPClient
import Testing

@testable import Enrichment

@Suite struct SireneReadingTests {
    private let unit = SireneUnit(baseURL: "http://sirene/3.11", key: "k")

    // MARK: Statuses

    @Test(arguments: [
        (401, "", Verdict.badKey), (401, #"{"message":"Unauthorized","http_status_code":401}"#, .badKey),
        (403, #"{"message":"The API Key is not subscribed","http_status_code":403}"#, .badKey),
        (403, "<html>Access denied</html>", .failed),
        (404, #"{"header":{"statut":404,"message":"Aucun élément trouvé pour le siren 000000000"}}"#, .found(.nothing)),
        (404, "<h1>Not Found</h1>", .failed), (404, #"{"message":"No context-path matches"}"#, .failed),
        (404, "", .failed),
        (301, "", .failed), (429, "", .throttled), (400, "{}", .refused), (500, "", .failed), (503, "", .failed),
        (200, "{}", .unreadable), (200, #"{"header":{"statut":500,"message":"Erreur interne"}}"#, .unreadable),
        (200, "<html>maintenance</html>", .unreadable), (200, #"{"uniteLegale":{"siren":"12"}}"#, .unreadable),
    ])
    func aStatusMeansWhatTheApiDocuments(_ status: Int, _ body: String, _ verdict: Verdict) throws {
        let siren = try Given.siren("552032534")
        #expect(unit.verdict(on: Given.answer(status, body), about: siren, at: Given.moment) == verdict)
    }

    @Test func theKeyStandsInItsHeaderOnly() throws {
        let request = unit.request(about: try Given.siren("552032534"))
        #expect(request.url == "http://sirene/3.11/siren/552032534")
        #expect(request.headers["X-INSEE-Api-Key-Integration"] == "k")
        #expect(request.followRedirects == 1)
    }

    @Test func aRedirectIsFollowedOnce() async throws {
        let server = try LocalProvider { question in
            guard question.target.hasSuffix("/siren/532221694") else {
                return .answer(String(decoding: Self.body(siren: "778870675"), as: UTF8.self))
            }
            let message = "Unité légale doublon, redirection vers l'unité légale : 778870675"
            return .answer(
                "{\"header\":{\"statut\":301,\"message\":\"\(message)\"}}",
                status: 301,
                headers: ["Location: /3.11/siren/778870675"]
            )
        }
        let http = HTTPClient(userAgent: "Filon tests")
        let siren = try Given.siren("532221694")
        let asked = SireneUnit(baseURL: server.url + "/3.11", key: "k")
        var request = asked.request(about: siren)
        request.deadline = .seconds(60)  // other tests may hold every thread meanwhile
        request.stallLimit = .seconds(60)
        let response = try await http.send(request)
        let verdict = asked.verdict(on: response, about: siren, at: Given.moment)
        await http.close()
        guard case .found(let findings) = verdict else {
            Issue.record("\(verdict)")
            return
        }
        #expect(findings.successor?.text == "778870675")
        #expect(findings.identity?.facts.name == "ATELIERS DU PONT")
        #expect(server.questions.count == 2)
    }

    // MARK: Reading

    @Test func theCurrentPeriodHoldsAndTheFirstOfItsKindDates() throws {
        let periods: [[String: Any]] = [
            ["dateFin": NSNull(), "dateDebut": "2020-05-01", "etatAdministratifUniteLegale": "C"],
            ["dateFin": "2020-04-30", "dateDebut": "2019-03-01", "etatAdministratifUniteLegale": "C"],
            ["dateFin": "2019-02-28", "dateDebut": "2010-01-01", "etatAdministratifUniteLegale": "A"],
            ["dateFin": "2009-12-31", "dateDebut": "2005-01-01", "etatAdministratifUniteLegale": "C"],
        ]
        let identity = try read(Self.body(unit: ["periodesUniteLegale": periods])).identity
        #expect(identity?.state == .ceased)
        #expect(identity?.ceasedOn?.text == "2019-03-01")
    }

    @Test(arguments: ["P", "N", "?"])
    func whoIsNotDiffusibleIsNotNamed(_ status: String) throws {
        let body = Self.body(unit: ["statutDiffusionUniteLegale": status])
        let identity = try #require(try read(body).identity)
        #expect(!identity.isDiffusible && identity.state == .active)
        #expect(identity.facts.name == nil && identity.facts.siret == nil && identity.facts.tradeName == nil)
        #expect(!String(decoding: unit.redacted(body), as: UTF8.self).contains("PONT"))
        #expect(try read(unit.redacted(body)).identity == identity)
    }

    @Test func whatInseeMasksIsAbsent() throws {
        let body = Self.body(period: ["denominationUniteLegale": "[ND]", "categorieJuridiqueUniteLegale": "[ND]"])
        let facts = try #require(try read(body).identity?.facts)
        #expect(facts.name == nil && facts.legalForm == nil)
    }

    @Test(
        arguments: [
            ("62.02A", "62.20G", "62.02A", "62.20G"), ("62.20G", "", nil, "62.20G"), ("01.43Z", "", "01.43Z", nil),
            ("22.02", "", nil, nil), ("51.4A", "", "51.4A", nil), ("", "46.49Y", nil, "46.49Y"),
            ("00.00Z", "x", nil, nil),
        ] as [(String, String, String?, String?)]
    )
    func eachActivityStandsUnderItsNomenclature(_ main: String, _ second: String, _ naf: String?, _ naf25: String?)
        throws
    {
        let body = Self.body(
            unit: ["activitePrincipaleNAF25UniteLegale": second],
            period: ["activitePrincipaleUniteLegale": main]
        )
        let facts = try read(body).identity?.facts
        #expect(facts?.naf == naf)
        #expect(facts?.naf25 == naf25)
    }

    @Test func ofASoleTraderTheBusinessNameIsKeptAndNoMore() throws {
        let body = Self.body(
            unit: [
                "prenom1UniteLegale": "ANNE", "prenom2UniteLegale": "SOLANGE", "prenomUsuelUniteLegale": "ANNE",
                "pseudonymeUniteLegale": "LUNE", "sexeUniteLegale": "F",
            ],
            period: [
                "categorieJuridiqueUniteLegale": "1000", "denominationUniteLegale": NSNull(),
                "nomUniteLegale": "DURAND", "nomUsageUniteLegale": "PETIT",
            ]
        )
        let identity = try #require(try read(body).identity)
        #expect(identity.facts.isSoleTrader && identity.facts.name == "ANNE PETIT")
        let kept = unit.redacted(body)
        for trace in ["SOLANGE", "LUNE", "DURAND", "sexe"] {
            #expect(!String(decoding: kept, as: UTF8.self).contains(trace), "\(trace)")
        }
        #expect(try read(kept).identity == identity)
    }

    @Test func anAnswerIsBelievedAsLongAsItsKind() throws {
        let active = try read(Self.body())
        let ceased = try read(Self.body(period: ["etatAdministratifUniteLegale": "C"]))
        for (findings, days) in [(active, 30.0), (ceased, 3650), (.nothing, 7)] {
            let end = Lifetimes.standard.end(of: unit.lifetime(of: findings), from: Given.moment)
            #expect(end == Given.moment.addingTimeInterval(days * 86_400))
        }
    }

    @Test func damagedRepliesAreReadOrRefused() throws {
        let siren = try Given.siren("552032534")
        let seat: [String: Any] = [
            "siren": "552032534", "etablissementSiege": true, "uniteLegale": ["denominationUniteLegale": "X"],
            "adresseEtablissement": ["codePostalEtablissement": "35000"],
        ]
        for body in [Self.body(), Given.json(["header": ["statut": 200], "etablissements": [seat]])] {
            Damage.inflict(on: body) { bytes in
                _ = try? unit.read(bytes, about: siren, at: Given.moment)
                _ = unit.redacted(bytes)
            }
        }
    }

    // MARK: Builders, in the API's shape

    private func read(_ body: [UInt8]) throws -> Findings {
        try unit.read(body, about: Given.siren("552032534"), at: Given.moment)
    }

    private static func body(
        siren: String = "552032534",
        unit: [String: Any] = [:],
        period: [String: Any] = [:]
    ) -> [UInt8] {
        let current: [String: Any] = [
            "dateFin": NSNull(), "dateDebut": "2014-06-20", "etatAdministratifUniteLegale": "A",
            "denominationUniteLegale": "ATELIERS DU PONT", "denominationUsuelle1UniteLegale": "LE PONT",
            "categorieJuridiqueUniteLegale": "5710", "activitePrincipaleUniteLegale": "62.02A",
            "nomenclatureActivitePrincipaleUniteLegale": "NAFRev2", "nicSiegeUniteLegale": "00069",
        ]
        let whole: [String: Any] = [
            "siren": siren, "statutDiffusionUniteLegale": "O", "dateCreationUniteLegale": "1998-03-27",
            "trancheEffectifsUniteLegale": "12", "anneeEffectifsUniteLegale": "2023", "categorieEntreprise": "PME",
            "dateDernierTraitementUniteLegale": "2026-04-24T13:45:17",
            "periodesUniteLegale": [current.merging(period) { $1 }],
        ]
        return Given.json(["header": ["statut": 200, "message": "OK"], "uniteLegale": whole.merging(unit) { $1 }])
    }
}
