import Contracts
import Foundation
import FrenchBusiness
import HTTPClient
import Testing

@testable import Enrichment

@Suite struct InpiReadingTests {
    private let company = InpiCompany(baseURL: "http://rne/api", user: "u", password: "p")
    private let accounts = InpiAccounts(baseURL: "http://rne/api", user: "u", password: "p")

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

    // MARK: Login

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
        (200, InpiReadingTests.token(#"{"exp":1000}"#)),
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

    // MARK: Cells

    @Test(
        arguments: [
            ("000069825990000", 6_982_599_000_000), ("-00000000079119", -7_911_900), ("000000000000000", 0), ("", nil),
            ("12 000", nil), ("1234.5", nil), ("--5", nil), ("-", nil), ("+5", nil), ("N/A", nil), ("٣", nil),
            ("010000000000000", 1_000_000_000_000_000), ("10000000000001", nil), ("999999999999999999", nil),
            ("9223372036854775807", nil), ("99999999999999999999", nil),
        ] as [(String, Int64?)]
    )
    func aCellIsWholeEurosOrNothing(_ cell: String, _ cents: Int64?) {
        #expect(InpiStatement.cents(cell) == cents)
    }

    @Test(
        arguments: [
            // complete: the third column, whatever stands in the first two
            ("C", ["FJ": ["0", "0", "120000", "110000"], "HN": ["5000", "4000"]], 12_000_000, 11_000_000, 500_000),
            (
                "C", ["FJ": ["000000000120000", "", "000000000120000", ""], "DI": ["-00000000000100"]], 12_000_000, nil,
                -10_000
            ),
            ("C", ["FA": ["99", "", "99", "98"], "FL": ["1", "1", "1", "1"], "HN": ["7"]], nil, nil, 700),
            ("K", ["FJ": ["", "", "900000", "800000"], "HN": ["1"]], 90_000_000, 80_000_000, 100),
            // simplified: three lines, of which some may lack; exports (209, 215, 217) are in them, income (232) is more
            (
                "S",
                [
                    "210": ["10000", "9000"], "214": ["", ""], "218": ["13857", "10000"], "209": ["500"],
                    "232": ["99999"], "310": ["-00000000000042"],
                ], 2_385_700, 1_900_000, -4200
            ),
            ("S", ["218": ["23857"], "136": ["10"]], 2_385_700, nil, 1000),
            ("S", ["FJ": ["", "", "777", ""], "232": ["5"]], nil, nil, nil),
            // banks and insurers have other cells under the same codes
            ("B", ["FJ": ["", "", "777", ""], "HN": ["1"]], nil, nil, nil),
        ] as [(String, [String: [String]], Int64?, Int64?, Int64?)]
    )
    func eachFormHasItsCells(
        _ type: String,
        _ lines: [String: [String]],
        _ turnover: Int64?,
        _ previous: Int64?,
        _ result: Int64?
    ) throws {
        let year = try #require(try read([Self.statement(type: type, lines)]).years.first)
        #expect(year.amountCents == turnover)
        #expect(year.previousCents == previous)
        #expect(year.resultCents == result)
        #expect(year.kind == (type == "K" ? .consolidated : .social))
        #expect(year.status == (turnover == nil ? .unknown : .known))
    }

    @Test func anotherCurrencyIsNoFigureOfOurs() throws {
        for (currency, amount) in [("EUR", 12_000_000), ("FRF", nil), ("USD", nil)] as [(String, Int64?)] {
            let year = try read([Self.statement(["FJ": ["", "", "120000"]], identity: ["codeDevise": currency])]).years
                .first
            #expect(year?.amountCents == amount)
            #expect(year?.resultCents == nil)
        }
    }

    @Test(arguments: [("12", 12), ("09", 9), ("18", 18), ("00", 0), ("", 0), ("99", 0), ("-3", 0), ("abc", 0)])
    func lengthsThatNoExerciseHasAreUnknown(_ written: String, _ months: Int) throws {
        let year = try read([Self.statement(["FJ": ["", "", "1"]], identity: ["dureeExerciceN": written])]).years.first
        #expect(year?.months == months)
    }

    @Test(
        arguments: [
            (
                "Public", "0", ["FJ": ["", "", "0"], "FC": ["", "", "0"]], TurnoverStatus.zeroConfirmed,
                Deposit.Hidden.nothing
            ),
            ("Public", "0", ["FJ": ["", "", "0"], "FF": ["", "", "500"]], .unknown, .nothing),
            ("Partiellement confidentiel", "2", ["DI": ["-5"]], .confidential, .incomeStatement),
            ("Partiellement confidentiel", "", ["FJ": ["", "", "0"]], .confidential, .incomeStatement),
            ("Partiellement confidentiel", "2", ["FJ": ["", "", "1848367"]], .known, .incomeStatement),
            ("Confidentiel", "1", [:], .confidential, .everything),
            ("", "1", [:], .confidential, .everything),
            ("", "", ["HN": ["5"]], .unknown, .nothing),
        ] as [(String, String, [String: [String]], TurnoverStatus, Deposit.Hidden)]
    )
    func whatWasHiddenIsNoZero(
        _ word: String,
        _ code: String,
        _ lines: [String: [String]],
        _ status: TurnoverStatus,
        _ hidden: Deposit.Hidden
    ) throws {
        let statement = Self.statement(lines, confidentiality: word, identity: ["codeConfidentialite": code])
        let findings = try read([statement])
        #expect(findings.years.first?.status == status)
        #expect(findings.years.first?.amountCents == nil || status.hasAmount)
        #expect(findings.deposits.first?.hidden == hidden)
    }

    @Test func accountsThatNobodyKeyedInAreFilingsAndNoFigures() throws {
        let filings: [[String: Any]] = [
            [
                "siren": "552032534", "dateCloture": "2024-12-31", "dateDepot": "2025-06-30", "typeBilan": "C",
                "confidentiality": "Confidentiel", "deleted": false, "id": "b1",
            ],
            [
                "siren": "552032534", "dateCloture": "2023-12-31", "dateDepot": "2024-06-30", "typeBilan": "C",
                "confidentiality": "Public", "id": "b2",
            ],
            ["siren": "552032534", "dateCloture": "2022-12-31", "typeBilan": "C", "deleted": true],
            ["siren": "552032534", "dateCloture": "0009-12-02", "typeBilan": "C"],
        ]
        let body = Given.json(["bilans": filings, "bilansSaisis": [], "actes": []])
        let findings = try accounts.read(body, about: Given.siren("552032534"), at: Given.moment)
        #expect(findings.years.map(\.status) == [.confidential])
        #expect(findings.years.first?.closingDate.text == "2024-12-31")
        #expect(findings.deposits.map { $0.closingDate?.text } == ["2024-12-31", "2023-12-31"])
        #expect(findings.deposits.map(\.hidden) == [.everything, .nothing])
        #expect(findings.deposits.map(\.reference) == ["b1", "b2"])
    }

    @Test func anEntryWithoutItsStatementIsAFilingAndAStatementWithoutItsHeadIsRead() throws {
        var bare = Self.statement(["FJ": ["", "", "900"]])
        bare["bilanSaisi"] = nil
        #expect(try read([bare]).years.isEmpty)
        #expect(try read([bare]).deposits.map(\.hidden) == [.nothing])

        var headless = Self.statement([:])
        let pages = [["numero": 3, "liasses": [["code": "FJ", "m3": "000000000000900"]]]] as [[String: Any]]
        headless["bilanSaisi"] = ["bilan": ["detail": ["pages": pages]]]
        #expect(try read([headless]).years.map(\.amountCents) == [90_000])
    }

    @Test func aFilingThatHidesExplainsAStatementWithoutTurnover() throws {
        let filing: [String: Any] = [
            "siren": "552032534", "dateCloture": "2023-12-31", "typeBilan": "C", "dateDepot": "2024-06-30",
            "confidentiality": "Partiellement confidentiel", "id": "b",
        ]
        for (lines, status) in [
            (["DI": ["5"]], TurnoverStatus.confidential), (["FJ": ["", "", "900"]], .known),
        ] {
            let body = Given.json(["bilans": [filing], "bilansSaisis": [Self.statement(lines)]])
            let findings = try accounts.read(body, about: Given.siren("552032534"), at: Given.moment)
            #expect(findings.years.map(\.status) == [status])
        }
    }

    @Test func aLaterFilingStandsAndANegativeTurnoverDoesNot() throws {
        let first = Self.statement(["FJ": ["", "", "900"]], filed: "2024-06-30")
        let second = Self.statement(["FJ": ["", "", "800"]], filed: "2024-09-30")
        let empty = Self.statement([:], filed: "2024-10-30")
        for order in [[first, second, empty], [empty, second, first]] {
            let findings = try read(order)
            #expect(findings.years.map(\.amountCents) == [80_000])
            #expect(findings.deposits.map { $0.filedOn?.text } == ["2024-10-30"])
        }
        #expect(try read([Self.statement(["FJ": ["", "", "-900"]])]).years.isEmpty)
        #expect(try read([Self.statement(["FJ": ["", "", "900"]], siren: "300025764")]).years.isEmpty)
    }

    @Test func ownAndGroupAccountsOfOneClosingStayApart() throws {
        let own = Self.statement(["FJ": ["", "", "100"]])
        let group = Self.statement(type: "K", ["FJ": ["", "", "3800"]])
        let findings = try read([group, own])
        #expect(findings.years.map(\.kind) == [.social, .consolidated])
        #expect(findings.years.map(\.amountCents) == [10_000, 380_000])
        #expect(findings.deposits.map(\.kind) == [.social, .consolidated])
    }

    // MARK: Company

    @Test func anEntryTellsWhoACompanyIs() throws {
        let findings = try readEntry(Self.entry())
        let identity = try #require(findings.identity)
        #expect(findings.isOpposed == false && findings.proceedings.isEmpty)
        #expect(identity.state == .active && identity.isDiffusible && identity.ceasedOn == nil)
        #expect(identity.updatedOn?.text == "2026-05-13")
        #expect(identity.facts.name == "ATELIERS DU PONT" && identity.facts.tradeName == "LE PONT")
        #expect(identity.facts.naf == "62.02A" && identity.facts.naf25 == nil && identity.facts.section == "J")
        #expect(identity.facts.legalForm == "5710" && identity.facts.createdOn?.text == "1998-03-27")
        #expect(identity.facts.siret == "55203253400069" && identity.facts.postcode == "35000")
        #expect(identity.facts.city == "RENNES" && identity.facts.departement == "35")
        #expect(!identity.facts.isSoleTrader && identity.facts.source == "inpi")
        #expect(try readEntry(Self.entry(), about: "300025764") == .nothing)
    }

    @Test func refusedCommercialUseIsAStopOfItsOwn() throws {
        let flags: [(Any, Bool?)] = [
            (false, true), ("false", true), ("N", true), (0, true), (true, false), ("O", false), (NSNull(), nil),
            ("?", nil),
        ]
        for (flag, isOpposed) in flags {
            let findings = try readEntry(Self.entry(formality: ["diffusionCommerciale": flag]))
            #expect(findings.isOpposed == isOpposed)
            #expect(findings.identity?.isDiffusible == true)
        }
    }

    @Test func whatMayNotBeDiffusedIsNotTaken() throws {
        let findings = try readEntry(Self.entry(formality: ["diffusionINSEE": "N"]))
        #expect(findings.identity?.isDiffusible == false)
        #expect(findings.identity?.facts.name == nil && findings.identity?.facts.postcode == nil)
    }

    @Test func anEndIsTakenWhereTheEntryHoldsOne() throws {
        let ends:
            [(content: [String: String], cessation: [String: String], Identity.State, on: String?, struckOff: Int)] = [
                (["etatAdministratifInsee": "C"], [:], .ceased, nil, 0),
                ([:], ["dateRadiation": "2024-02-01"], .ceased, "2024-02-01", 1),
                (
                    [:], ["dateCessationTotaleActivite": "2024-01-15", "dateRadiation": "2024-02-01"], .ceased,
                    "2024-01-15", 1
                ),
                ([:], ["dateRadiation": "2027-02-01"], .active, nil, 0),
                ([:], ["dateRadiation": "1993-20-02"], .active, nil, 0),
                (["etatAdministratifInsee": "A"], ["dateEffet": "2024-01-01"], .active, nil, 0),
            ]
        for (nature, cessation, state, on, struckOff) in ends {
            let body = Self.entry(
                content: ["natureCessationEntreprise": nature],
                part: ["detailCessationEntreprise": cessation]
            )
            let findings = try readEntry(body)
            #expect(findings.identity?.state == state)
            #expect(findings.identity?.ceasedOn?.text == on)
            #expect(findings.proceedings.filter { $0.kind == .struckOff }.count == struckOff)
            #expect(try readEntry(company.redacted(body)) == findings)
        }
    }

    @Test func theClerksObservationsTellOfInsolvency() throws {
        let texts = [
            ("2000-02-23", "LA SOCIETE NE CONSERVE AUCUNE ACTIVITE A SON ANCIEN SIEGE", "Ajout"),
            (
                "2022-03-20",
                "JUGEMENT DU TRIBUNAL DE COMMERCE DE RENNES EN DATE DU 14/03/2022 PRONONCANT L'OUVERTURE D'UNE PROCEDURE DE REDRESSEMENT JUDICIAIRE, MANDATAIRE ME DURAND ANNE",
                "Ajout"
            ),
            (
                "2022-10-02",
                "Jugement du 28 septembre 2022 convertissant la procédure en liquidation judiciaire, liquidateur Me DURAND, fixant à 24 mois le délai de clôture",
                "Ajout"
            ),
            ("2023-01-01", "JUGEMENT PRONONCANT LA CLOTURE DE LA PROCEDURE DE LIQUIDATION JUDICIAIRE", "Suppression"),
        ]
        let rows = texts.map { ["dateAjout": $0.0, "texte": $0.1, "etatObs": $0.2] }
        let body = Self.entry(part: ["observations": ["rcs": rows]])
        let findings = try readEntry(body)
        #expect(findings.proceedings.map(\.kind) == [.liquidation, .receivership])
        #expect(findings.proceedings.map(\.since.text) == ["2022-09-28", "2022-03-14"])
        #expect(findings.proceedings.map { $0.until?.text } == [nil, "2022-09-28"])
        let kept = company.redacted(body)
        #expect(!String(decoding: kept, as: UTF8.self).localizedCaseInsensitiveContains("durand"))
        #expect(try readEntry(kept) == findings)
    }

    @Test func ofANaturalPersonNeitherNameNorPlaceIsReadOrKept() throws {
        let person: [String: Any] = [
            "descriptionPersonne": ["nom": "DURAND", "prenoms": ["ANNE"], "dateDeNaissance": "1980-07"],
            "adresseDomicile": ["codePostal": "35760", "commune": "SAINT-GREGOIRE"],
        ]
        let body = Self.entry(
            formality: ["typePersonne": "P", "formeJuridique": NSNull()],
            content: ["natureCreation": ["dateCreation": "2015-02-01", "microEntreprise": true]],
            part: [
                "identite": ["entrepreneur": person, "entreprise": ["codeApe": "0143Z", "nicSiege": "00018"]],
                "adresseEntreprise": [
                    "adresse": ["codePostal": "35760", "commune": "SAINT-GREGOIRE", "voie": "DES LILAS"]
                ],
                "composition": ["pouvoirs": [["individu": person]]],
            ],
            kind: "personnePhysique"
        )
        let findings = try readEntry(body)
        let facts = try #require(findings.identity?.facts)
        #expect(facts.isSoleTrader && facts.legalForm == "1000" && facts.departement == "35" && facts.naf == "01.43Z")
        #expect(facts.name == nil && facts.tradeName == nil && facts.city == nil)
        #expect(facts.postcode == nil && facts.siret == nil)
        let kept = company.redacted(body)
        let text = String(decoding: kept, as: UTF8.self)
        for trace in ["DURAND", "ANNE", "1980", "35760", "GREGOIRE", "LILAS", "00018", "PONT"] {
            #expect(!text.contains(trace), "\(trace)")
        }
        #expect(try readEntry(kept) == findings)
    }

    @Test func whoDirectsACompanyIsNotKept() throws {
        let person = ["descriptionPersonne": ["nom": "DURAND", "dateDeNaissance": "1980-07"]]
        let body = Self.entry(part: [
            "composition": ["pouvoirs": [["individu": person]]], "beneficiairesEffectifs": [["beneficiaire": person]],
        ])
        let kept = company.redacted(body)
        #expect(!String(decoding: kept, as: UTF8.self).contains("DURAND"))
        #expect(!String(decoding: kept, as: UTF8.self).contains("1980"))
        #expect(try readEntry(kept) == readEntry(body))
        #expect(company.redacted(Array("<html>".utf8)).isEmpty && accounts.redacted(Array("[1]".utf8)).isEmpty)
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

    // MARK: Builders, in the register's shapes

    private func read(_ statements: [[String: Any]]) throws -> Findings {
        let body = Given.json(["actes": [], "bilans": [], "bilansSaisis": statements])
        let siren = try Given.siren("552032534")
        let findings = try accounts.read(body, about: siren, at: Given.moment)
        #expect(try accounts.read(accounts.redacted(body), about: siren, at: Given.moment) == findings)
        return findings
    }

    private func readEntry(_ body: [UInt8], about siren: String = "552032534") throws -> Findings {
        try company.read(body, about: Given.siren(siren), at: Given.moment)
    }

    private static func statement(
        type: String = "C",
        _ lines: [String: [String]],
        confidentiality: String = "Public",
        identity: [String: String] = [:],
        filed: String = "2024-06-30",
        siren: String = "552032534"
    ) -> [String: Any] {
        let liasses = lines.map { code, cells in
            Dictionary(uniqueKeysWithValues: [("code", code)] + zip(["m1", "m2", "m3", "m4"], cells))
        }
        let told = [
            "dateClotureExercice": "2023-12-31", "dureeExerciceN": "12", "codeTypeBilan": type, "codeDevise": "EUR",
            "codeConfidentialite": "0", "adresse": "35000 RENNES",
        ].merging(identity) { $1 }
        return [
            "siren": siren, "dateDepot": filed, "dateCloture": "2023-12-31", "typeBilan": type, "deleted": false,
            "confidentiality": confidentiality, "id": "s-\(filed)",
            "bilanSaisi": ["bilan": ["identite": told, "detail": ["pages": [["numero": 3, "liasses": liasses]]]]],
        ]
    }

    private static func entry(
        formality: [String: Any] = [:],
        content: [String: Any] = [:],
        part: [String: Any] = [:],
        kind: String = "personneMorale"
    ) -> [UInt8] {
        let told: [String: Any] = [
            "identite": [
                "entreprise": [
                    "siren": "552032534", "denomination": "ATELIERS DU PONT", "nomCommercial": "LE PONT",
                    "codeApe": "6202A", "nicSiege": "00069", "dateImmat": "1998-04-01T00:00:00+01:00",
                ]
            ],
            "adresseEntreprise": ["adresse": ["codePostal": "35000", "commune": "RENNES", "voie": "DU PONT"]],
        ]
        let whole: [String: Any] = [
            "natureCreation": ["dateCreation": "1998-03-27", "formeJuridique": "5710"],
            kind: told.merging(part) { $1 },
        ]
        let outer: [String: Any] = [
            "siren": "552032534", "typePersonne": "M", "diffusionCommerciale": true, "formeJuridique": "5710",
            "content": whole.merging(content) { $1 },
        ]
        return Given.json([
            "siren": "552032534", "updatedAt": "2026-05-13T07:19:58+02:00",
            "formality": outer.merging(formality) { $1 },
        ])
    }
}
