import Contracts
import Foundation
import FrenchBusiness
import HTTPClient
import Testing

@testable import Enrichment

@Suite struct SireneReadingTests {
    private let unit = SireneUnit(baseURL: "http://sirene/3.11", key: "k")

    // MARK: Real payloads

    /// What a file of the folder says.
    struct Expected: Sendable {
        var siren: String
        var state: Identity.State = .active
        var ceasedOn: String?
        var name: String?
        var form: String?
        var naf: String?
        var naf25: String?
        var band: String?
        var category: String?
        var createdOn: String?
        var siret: String?
        var city: String?
        var isDiffusible = true
        var successor: String?
    }

    /// The names in the files are those of the test data, not of the companies.
    private static let expected: [String: Expected] = [
        "siren_active_AE_1_200": Expected(
            siren: "412288383",
            name: "EDEN BONNET",
            form: "1000",
            naf: "01.43Z",
            band: "NN",
            createdOn: "1982-12-31",
            siret: "41228838300018"
        ),
        "siren_active_GE_1_200": Expected(
            siren: "306138900",
            name: "SPORT-EXEMPLE",
            form: "5599",
            naf: "46.49Z",
            naf25: "46.49Y",
            band: "51",
            category: "GE",
            createdOn: "1977-01-01",
            siret: "30613890001294"
        ),
        "siren_active_GE_2_200": Expected(
            siren: "306138900",
            name: "DECATHLON",
            form: "5599",
            naf: "46.49Z",
            band: "51",
            category: "GE",
            createdOn: "1977-01-01",
            siret: "30613890001294",
            city: "VILLENEUVE D'ASCQ"
        ),
        "siren_active_GE_with_token_3_200": Expected(
            siren: "306138900",
            name: "SPORT-EXEMPLE",
            form: "5599",
            naf: "46.49Z",
            naf25: "46.49Y",
            band: "51",
            category: "GE",
            createdOn: "1977-01-01",
            siret: "30613890001294",
            city: "PARIS"
        ),
        "siren_ceased_1_200": Expected(
            siren: "490817384",
            state: .ceased,
            ceasedOn: "2011-09-05",
            name: "BUSINESS &DECISION CONSULTING",
            form: "5499",
            naf: "70.22Z",
            band: "NN",
            createdOn: "2006-06-01",
            siret: "49081738400020"
        ),
        "siren_non_diffusable_1_200": Expected(
            siren: "789510732",
            form: "1000",
            naf: "70.2A",
            createdOn: "2000-01-01",
            isDiffusible: false
        ),
        "siren_redirected_2_200": Expected(
            siren: "778870675",
            name: "ASSOCIATION POPULAIRE JOIE ET SANTE",
            form: "9260",
            naf: "88.99B",
            band: "21",
            category: "PME",
            siret: "77887067500015"
        ),
        "siege_active_GE_with_token_1_200": Expected(
            siren: "306138900",
            name: "SPORT-EXEMPLE",
            form: "5800",
            naf: "68.20B",
            band: "51",
            category: "GE",
            createdOn: "1977-01-01",
            siret: "30613890001294",
            city: "PARIS"
        ),
        "siret_active_AE_1_200": Expected(
            siren: "412288383",
            name: "CAMILLE LAMBERT",
            form: "1000",
            naf25: "01.43Y",
            band: "NN",
            createdOn: "1982-12-31",
            siret: "41228838300018"
        ),
        "siret_active_GE_1_200": Expected(
            siren: "306138900",
            name: "SPORT-EXEMPLE",
            form: "5599",
            naf25: "46.49Y",
            band: "51",
            category: "GE",
            createdOn: "1977-01-01",
            siret: "30613890001294"
        ),
        "siret_active_GE_ss_1_200": Expected(
            siren: "500569405",
            name: "DECATHLON FRANCE",
            form: "5720",
            naf: "52.10B",
            band: "53",
            createdOn: "2007-10-05",
            siret: "50056940503239",
            city: "VILLENEUVE D'ASCQ"
        ),
        "siret_closed_1_200": Expected(
            siren: "490817384",
            state: .ceased,
            name: "BUSINESS &DECISION CONSULTING",
            form: "5499",
            naf25: "70.22Y",
            band: "NN",
            createdOn: "2006-06-01",
            siret: "49081738400020",
            city: "PARIS 17"
        ),
        "siren_gendarmerie_limousin_1_403": Expected(siren: "157000332", state: .unknown, isDiffusible: false),
        "siret_gendarmerie_limousin_1_403": Expected(siren: "157000332", state: .unknown, isDiffusible: false),
        "siret_non_diffusable_ceased_1_403": Expected(siren: "388293235", state: .unknown, isDiffusible: false),
        "siren_redirected_1_301": Expected(siren: "532221694", state: .unknown, successor: "778870675"),
        "siret_redirected_1_301": Expected(siren: "532221694", state: .unknown, successor: "778870675"),
    ]

    /// Files in which the register knows no such SIREN.
    private static let unknown: Set = [
        "siren_non_existent_1_404",
        "siret_non_existent_1_404",
        "siege_gendarmerie_limousin_with_token_1_404",
        "siege_non_diffusable_ceased_with_token_1_404",
        "siege_non_existent_with_token_1_404",
        "siege_redirected_with_token_1_404",
    ]

    @Test(.enabled(if: ReferenceData.isPresent, "no reference data beside the checkout"))
    func everyRealPayloadSaysWhatItIsKnownToSay() throws {
        var read = 0
        for file in try ReferenceData.files("sirene/insee-api-3.11") {
            let name = file.deletingPathExtension().lastPathComponent
            let body = try ReferenceData.document(file)
            let status = name.split(separator: "_").last.flatMap { Int($0) } ?? 0
            let siren = try Given.siren(Self.expected[name]?.siren ?? "552032534")
            let verdict = unit.verdict(
                on: Given.answer(status, String(decoding: body, as: UTF8.self)),
                about: siren,
                at: Given.moment
            )
            guard case .found(let findings) = verdict else {
                Issue.record("\(name): \(verdict)")
                continue
            }
            #expect(try unit.read(unit.redacted(body), about: siren, at: Given.moment) == findings, "\(name)")
            #expect((findings == .nothing) == Self.unknown.contains(name), "\(name)")
            if let expected = Self.expected[name] { check(findings, expected, name) }
            read += 1
        }
        #expect(read >= Self.expected.count + Self.unknown.count)
    }

    private func check(_ findings: Findings, _ expected: Expected, _ name: String) {
        #expect(findings.isFound)
        #expect(findings.successor?.text == expected.successor, "\(name)")
        guard let identity = findings.identity else {
            #expect(expected.successor != nil, "\(name)")
            return
        }
        #expect(identity.state == expected.state, "\(name)")
        #expect(identity.ceasedOn?.text == expected.ceasedOn, "\(name)")
        #expect(identity.isDiffusible == expected.isDiffusible, "\(name)")
        let facts = identity.facts
        #expect(facts.name == expected.name, "\(name)")
        #expect(facts.legalForm == expected.form, "\(name)")
        #expect(facts.naf == expected.naf && facts.naf25 == expected.naf25, "\(name)")
        #expect(facts.workforceBand == expected.band, "\(name)")
        #expect(facts.category == expected.category, "\(name)")
        #expect(facts.createdOn?.text == expected.createdOn, "\(name)")
        #expect(facts.siret == expected.siret, "\(name)")
        #expect(facts.city == expected.city, "\(name)")
        #expect(facts.isSoleTrader == (expected.form == "1000"), "\(name)")
        #expect(facts.source == "sirene")
    }

    @Test(.enabled(if: ReferenceData.isPresent, "no reference data beside the checkout"))
    func theAnswerToADuplicateNamesTheOneThatStayed() throws {
        let folder = ReferenceData.folder.appending(path: "sirene/insee-api-3.11")
        let body = try ReferenceData.document(folder.appending(path: "siren_redirected_2_200.json"))
        let findings = try unit.read(body, about: Given.siren("532221694"), at: Given.moment)
        #expect(findings.successor?.text == "778870675")
        #expect(findings.identity?.facts.isAssociation == true)
        #expect(findings.identity?.facts.createdOn == nil, "1900-01-01 is INSEE's word for unknown")
    }

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
