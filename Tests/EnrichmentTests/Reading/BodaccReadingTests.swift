import Contracts
import Foundation
import FrenchBusiness
import HTTPClient
import Testing

@testable import Enrichment

@Suite struct BodaccReadingTests {
    private let bodacc = Bodacc(baseURL: "http://bodacc")

    // MARK: Real payloads

    @Test(.enabled(if: ReferenceData.isPresent, "no reference data beside the checkout"))
    func aRealCompanyIsStruckOffAndItsAccountsAreConfidential() throws {
        let file = ReferenceData.folder.appending(path: "bodacc/ganymede_radiation_dpc_confidentiel.json")
        let siren = try Given.siren("880878145")
        let body = try ReferenceData.document(file)

        let findings = try bodacc.read(body, about: siren, at: Given.moment)

        #expect(findings.isFound)
        let struckOff = Proceeding(kind: .struckOff, since: try Given.day("2022-11-23"), reference: "B20220227446")
        #expect(findings.proceedings == [struckOff])
        #expect(findings.deposits.map { $0.closingDate?.text } == ["2021-12-31", "2020-12-31"])
        #expect(findings.deposits.map { $0.filedOn?.text } == ["2022-05-08", "2021-08-11"])
        #expect(findings.deposits.allSatisfy { $0.hidden == .something && $0.kind == .social })
        #expect(findings.deposits.map(\.reference) == ["C202200902528", "C202101554392"])
        let kept = bodacc.redacted(body)
        #expect(try bodacc.read(kept, about: siren, at: Given.moment) == findings)
        #expect(!String(decoding: kept, as: UTF8.self).contains("Boétie"))
        #expect(try bodacc.read(body, about: Given.siren("552032534"), at: Given.moment) == .nothing)
    }

    @Test(.enabled(if: ReferenceData.isPresent, "no reference data beside the checkout"))
    func naturesMeanWhatThePublicDirectoryTakesThemFor() throws {
        let file = ReferenceData.folder.appending(path: "bodacc/rule_natures_jugement.yml")
        var rules: [(nature: String, complement: String?, status: String)] = []
        for line in try String(contentsOf: file, encoding: .utf8).split(whereSeparator: \.isNewline) {
            let text = line.trimmingCharacters(in: .whitespaces)
            func value(_ key: String) -> String? {
                guard text.hasPrefix(key + ": ") else { return nil }
                return text.dropFirst(key.count + 2).trimmingCharacters(in: ["\"", " "])
            }
            if let nature = value("- nature") { rules.append((nature, nil, "")) }
            if let words = value("complement_contains") {
                rules[rules.count - 1].complement = "Ordonne \(words) sous réserve"
            }
            if let status = value("statut") { rules[rules.count - 1].status = status }
        }
        #expect(rules.count == 53)
        for rule in rules {
            let nature = NoticeNature(nature: rule.nature, complement: rule.complement, family: nil)
            switch rule.status {
            case "liquidation_judiciaire": #expect(nature == .liquidation, "\(rule)")
            case "redressement_judiciaire": #expect(nature == .receivership, "\(rule)")
            case "sauvegarde": #expect(nature == .safeguard, "\(rule)")
            default: #expect(nature == .ended || nature == .none, "\(rule)")
            }
        }
    }

    // MARK: Questions

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
        let whole = bodacc.latest(in: Given.json(["total_count": 3, "results": rows]), of: sirens)
        #expect(whole?.mapValues(\.text) == [sirens[0]: "2026-11-25", sirens[1]: "2026-11-24"])
        let part = bodacc.latest(in: Given.json(["total_count": 300, "results": rows]), of: sirens)
        #expect(part?[sirens[2]]?.text == "2026-11-23" && part?[sirens[0]]?.text == "2026-11-25")
        #expect(bodacc.latest(in: Array("<html>".utf8), of: sirens) == nil)
    }

    @Test func historiesOfSeveralCompaniesComeInOneAnswerUnlessItIsAPart() throws {
        let sirens = try ["300000001", "300000002", "300000003"].map { try Given.siren($0) }
        let query = try #require(bodacc.request(about: sirens).url.removingPercentEncoding)
        #expect(query.contains("300 000 001") && query.contains("300000003") && !query.contains("dateparution >="))
        let rows = [
            Self.notice("A202601234567", "2026-11-25", siren: "300000001", judgment: Self.liquidation),
            Self.notice("C20260123456", "2026-11-24", siren: "300000002", accounts: ["dateCloture": "2025-12-31"]),
        ]
        let bodies = try bodacc.split(Given.json(["total_count": 2, "results": rows]), about: sirens)
        let read = try sirens.map { try bodacc.read(bodies[$0] ?? [], about: $0, at: Given.moment) }
        #expect(read.map(\.isFound) == [true, true, false])
        #expect(read[0].proceedings.map(\.kind) == [.liquidation] && read[1].deposits.count == 1)

        let part = Given.json(["total_count": 101, "results": rows])
        #expect(throws: UnreadableReply.self) { try bodacc.split(part, about: sirens) }
        #expect(try bodacc.split(part, about: [sirens[0]]).count == 1)
        let many = Given.json(["results": Array(repeating: rows[0], count: 100)])
        #expect(throws: UnreadableReply.self) { try bodacc.split(many, about: sirens) }
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

    // MARK: Dates

    @Test(
        arguments: [
            ("2026-09-08", "2026-09-08"), ("08/09/2026", "2026-09-08"), ("10 décembre 2009", "2009-12-10"),
            ("10\u{A0}décembre\u{A0}2009", "2009-12-10"), ("1er janvier 2020", "2020-01-01"),
            ("1er\u{202F}août 2021", "2021-08-01"), ("10 dÃ©cembre 2009", "2009-12-10"),
            ("1ER FEVRIER 2019", "2019-02-01"),
            ("Jugement du 28 septembre 2022.", "2022-09-28"), ("EN DATE DU 14/03/2022, LE TRIBUNAL", "2022-03-14"),
            ("2022-11-23T05:05:00Z", "2022-11-23"), ("0009-12-02", nil), ("5025-05-27", nil), ("1213-10-03", nil),
            ("1993-20-02", nil), ("31 février 2020", nil), ("", nil), ("le mois dernier", nil), ("12", nil),
            ("32/01/2020", nil), ("janvier 2020", nil),
        ] as [(String, String?)]
    )
    func daysAreReadAsTheyAreWritten(_ text: String, _ day: String?) {
        #expect(FrenchNoticeDate.parse(text)?.text == day)
    }

    @Test func aJudgmentAfterItsNoticeIsDatedByTheNotice() throws {
        for (written, since) in [
            ("2026-05-01", "2026-05-01"), ("2029-05-01", "2026-05-10"), ("0009-12-02", "2026-05-10"),
        ] {
            let judgment = ["nature": "Jugement d'ouverture de liquidation judiciaire", "date": written]
            let found = try read([Self.notice("A202600901", "2026-05-10", judgment: judgment)])
            #expect(found.proceedings.first?.since.text == since)
        }
    }

    @Test(arguments: [
        ("clÃ´ture", "clôture"), ("Ã\u{2030}tat", "État"), ("clôture", "clôture"), ("Ganymède", "Ganymède"), ("", ""),
        ("sociÃ©tÃ© d\u{E2}\u{20AC}\u{2122}exploitation", "société d’exploitation"), ("€Ã©", "€Ã©"), ("日本", "日本"),
    ])
    func brokenAccentsAreMended(_ broken: String, _ sound: String) {
        #expect(Mojibake.repaired(broken) == sound)
    }

    // MARK: Natures

    @Test(arguments: [
        ("Jugement d\u{2019}ouverture de liquidation judiciaire", "", "", NoticeNature.liquidation),
        ("JUGEMENT D'OUVERTURE D'UNE PROCÃ\u{89}DURE DE SAUVEGARDE", "", "", .safeguard),
        ("Autre jugement prononçant", "Prononce la liquidation judiciaire, nomme Me DURAND", "", .liquidation),
        ("Autre jugement prononçant", "la faillite personnelle de M. DURAND", "", .none),
        ("Autre jugement d'ouverture", "une procédure de redressement judiciaire", "", .receivership),
        ("Autre jugement prononçant", "la clôture de la liquidation judiciaire", "", .ended),
        ("Jugement modifiant le plan", "", "Jugement de clôture", .ended),
        ("Jugement d'ouverture de liquidation judiciaire", "", "Avis de dépôt", .none),
        ("", "Conversion en liquidation judiciaire de la procédure de redressement judiciaire", "", .liquidation),
        ("", "", "", .none),
        // not of the list: by its words
        ("Jugement d'ouverture de liquidation judiciaire simplifiée", "", "", .liquidation),
        (
            "Jugement de conversion en redressement judiciaire de la procédure de sauvegarde accélérée", "", "",
            .receivership
        ),
        ("Jugement arrêtant le plan de sauvegarde accélérée", "", "", .ended),
        ("Jugement arrêtant le plan de cession", "", "", .none),
        ("Jugement mettant fin à la procédure de liquidation judiciaire", "", "", .ended),
        ("Jugement rejetant le plan de continuation et prononçant la liquidation judiciaire", "", "", .liquidation),
        ("Jugement fixant la date de cessation des paiements", "", "", .none),
        ("Liste des créances de la liquidation judiciaire", "", "", .none),
        ("Arrêt infirmant l'ouverture de la liquidation judiciaire", "", "", .ended),
    ])
    func aJudgmentDoesWhatItsNatureSays(
        _ nature: String,
        _ complement: String,
        _ family: String,
        _ meaning: NoticeNature
    ) {
        #expect(NoticeNature(nature: nature, complement: complement, family: family) == meaning)
        let words = TellingWords(complement)
        #expect(TellingWords(words.text) == words, "what is kept says what was read")
    }

    // MARK: Course of proceedings

    @Test func theLatestJudgmentDecides() throws {
        let opened = Self.notice(
            "A202200010001",
            "2022-03-20",
            judgment: Self.judgment("d'ouverture d'une procédure de redressement judiciaire", "14 mars 2022")
        )
        let converted = Self.notice(
            "A202200020002",
            "2022-10-05",
            judgment: Self.judgment("de conversion en liquidation judiciaire", "2022-09-28")
        )
        let listed = Self.notice(
            "A202200030003",
            "2023-01-10",
            judgment: ["famille": "Avis de dépôt", "nature": "Dépôt de l'état des créances", "date": "2023-01-02"]
        )
        let closed = Self.notice(
            "A202400040004",
            "2024-06-10",
            judgment: [
                "famille": "Jugement de clôture", "nature": "Jugement de clôture pour insuffisance d'actif",
                "date": "01/06/2024",
            ]
        )

        #expect(try course([opened]) == ["receivership 2022-03-14 -"])
        #expect(
            try course([listed, converted, opened]) == [
                "liquidation 2022-09-28 -", "receivership 2022-03-14 2022-09-28",
            ]
        )
        #expect(
            try course([converted, closed, opened, listed]) == [
                "liquidation 2022-09-28 2024-06-01", "receivership 2022-03-14 2022-09-28",
            ]
        )
        #expect(try course([closed]).isEmpty)
        #expect(try course([converted, converted]) == ["liquidation 2022-09-28 -"], "the same notice twice")
    }

    @Test func proceedingsWithoutAJudgmentForTenYearsAreOver() throws {
        let old = Self.notice(
            "A201600010001",
            "2016-11-20",
            judgment: Self.judgment("d'ouverture de liquidation judiciaire", "2016-11-20")
        )
        let recent = Self.notice(
            "A201600020002",
            "2016-12-05",
            judgment: Self.judgment("d'ouverture de liquidation judiciaire", "2016-12-01")
        )
        #expect(try course([old]).isEmpty)
        #expect(try course([recent]) == ["liquidation 2016-12-01 -"])
        #expect(try course([old, recent]) == ["liquidation 2016-11-20 -"], "a later judgment keeps it alive")
    }

    @Test func aWithdrawnNoticeNeverWas() throws {
        let opened = Self.notice("A20260012345", "2026-02-01", judgment: Self.liquidation)
        let named: [String: Any] = ["nomPublication": "BODACC A", "numeroParution": "20260012", "numeroAnnonce": "345"]
        let withdrawn = Self.notice(
            "A20260020001",
            "2026-02-20",
            action: "annulation",
            judgment: Self.liquidation,
            previous: named
        )
        #expect(try course([opened]) == ["liquidation 2026-01-15 -"])
        #expect(try course([withdrawn, opened]).isEmpty)

        let old: [String: Any] = [
            "nomPublication": "Bodacc A", "numeroParution": "12", "numeroAnnonce": 345,
            "dateParution": "1er février 2026",
        ]
        let short = Self.notice("A20260020001", "2026-02-20", action: "annulation", previous: old)
        #expect(try course([opened, short]).isEmpty, "the issue without its year")
        let other = Self.notice(
            "A20260020001",
            "2026-02-20",
            action: "annulation",
            previous: named.merging(["numeroAnnonce": "346"]) { $1 }
        )
        #expect(try course([opened, other]) == ["liquidation 2026-01-15 -"])
        let retracted = Self.notice(
            "A20260021001",
            "2026-02-20",
            judgment: ["famille": "Jugement de rétractation sur tierce opposition", "nature": "Jugement"],
            previous: named
        )
        #expect(try course([opened, retracted]).isEmpty)
    }

    @Test func aCorrectionStandsInThePlaceOfWhatItCorrects() throws {
        let named = ["nomPublication": "BODACC A", "numeroParution": "20260012", "numeroAnnonce": "345"]
        let opened = Self.notice("A20260012345", "2026-02-01", judgment: Self.liquidation)
        let corrected = Self.notice(
            "A20260020001",
            "2026-02-20",
            action: "rectificatif",
            judgment: Self.judgment("d'ouverture d'une procédure de redressement judiciaire", "2026-01-15"),
            previous: named
        )
        #expect(try course([opened, corrected]) == ["receivership 2026-01-15 -"])

        // The correction is withdrawn: the first notice holds again.
        let back = ["nomPublication": "BODACC A", "numeroParution": "20260020", "numeroAnnonce": "1"]
        let withdrawn = Self.notice("A20260031002", "2026-03-10", action: "annulation", previous: back)
        #expect(try course([opened, corrected, withdrawn]) == ["liquidation 2026-01-15 -"])
        // The correction is corrected: the first notice stays replaced.
        let again = Self.notice(
            "A20260031002",
            "2026-03-10",
            action: "rectificatif",
            judgment: Self.judgment("d'ouverture d'une procédure de sauvegarde", "2026-01-15"),
            previous: back
        )
        #expect(try course([opened, corrected, again]) == ["safeguard 2026-01-15 -"])
    }

    // MARK: Striking off

    @Test func aStrikingOffIsNoSeatThatMoves() throws {
        let off = Self.notice(
            "B20260055100",
            "2026-06-01",
            family: "radiation",
            registry: "Rennes",
            striking: ["radiationPM": "O"]
        )
        let moved = Self.notice(
            "B20110055100",
            "2011-06-01",
            family: "radiation",
            striking: ["commentaire": "Transfert du siÃ¨ge hors ressort"]
        )
        #expect(try course([off]) == ["struckOff 2026-06-01 -"])
        #expect(try course([moved]).isEmpty)

        let elsewhere = Self.notice("A20260080001", "2026-08-01", family: "immatriculation", registry: "Nantes")
        let before = Self.notice("A20260040001", "2026-04-10", family: "immatriculation", registry: "Nantes")
        let yearsBefore = Self.notice("A20200040001", "2020-04-10", family: "immatriculation", registry: "Nantes")
        let late = Self.notice(
            "C20260080001",
            "2026-08-01",
            family: "dpc",
            registry: "RENNES",
            accounts: ["dateCloture": "2025-12-31"]
        )
        #expect(try course([off, elsewhere]).isEmpty)
        #expect(try course([off, before]).isEmpty)
        #expect(try course([off, yearsBefore]) == ["struckOff 2026-06-01 -"])
        #expect(try course([off, late]) == ["struckOff 2026-06-01 -"], "the same register may publish late")
        let sold = Self.notice("A20260080001", "2026-08-01", family: "vente", registry: "Nantes")
        #expect(try course([off, sold]) == ["struckOff 2026-06-01 -"])
        let entered = Self.notice("A20260080001", "2026-08-01", family: "creation", registry: "Rennes")
        #expect(try course([off, entered]) == ["struckOff 2026-06-01 2026-08-01"])
    }

    @Test func aClerksReportTakesAStrikingOffBack() throws {
        let off = Self.notice("B20260055100", "2026-06-01", family: "radiation", striking: [:])
        let report = ["commentaire": "Rapport de radiation d'office"]
        let named = ["nomPublication": "BODACC B", "numeroParution": "20260055", "numeroAnnonce": "100"]
        let back = Self.notice(
            "B20260066100",
            "2026-07-01",
            family: "radiation",
            action: "rectificatif",
            striking: report,
            previous: named
        )
        let nameless = Self.notice(
            "B20260066100",
            "2026-07-01",
            family: "radiation",
            action: "rectificatif",
            striking: report
        )
        let again = Self.notice("B20260077100", "2026-08-01", family: "radiation", striking: [:])
        for words in ["Rapport de la radiation d’office", "Rapport de radiation d'office (article R. 123-136)"] {
            let said = Self.notice("B20260066100", "2026-07-01", family: "radiation", striking: ["commentaire": words])
            #expect(try course([off, said]).isEmpty)
        }
        let office = Self.notice(
            "B20260055100",
            "2026-06-01",
            family: "radiation",
            striking: ["commentaire": "Radiation d'office"]
        )
        #expect(try course([office]) == ["struckOff 2026-06-01 -"])
        #expect(try course([off, back]).isEmpty)
        #expect(try course([off, nameless]).isEmpty)
        #expect(try course([off, nameless, again]) == ["struckOff 2026-08-01 -"])
    }

    @Test func aSoleTradersEndIsTheDayThatIsSaid() throws {
        for striking in [
            ["dateCessationActivitePP": "31 mars 2026"], ["radiationPP": ["dateCessationActivitePP": "31/03/2026"]],
        ] as [[String: Any]] {
            let off = Self.notice("B20260055100", "2026-06-01", family: "radiation", striking: striking)
            #expect(try course([off]) == ["struckOff 2026-03-31 -"])
        }
    }

    // MARK: Accounts

    @Test(
        arguments: [
            (nil, Deposit.Hidden.nothing), ("", .nothing), ("Comptes déposés par voie électronique.", .nothing),
            (
                "déclaration de confidentialité en application du premier ou deuxième alinéa de l'article L. 232-25.",
                .something
            ),
            ("déclaration de confidentialité en application du premier alinéa de l'article L. 232-25.", .everything),
            (
                "dÃ©claration de confidentialitÃ© en application du deuxiÃ¨me alinÃ©a de l'article L. 232-25.",
                .incomeStatement
            ),
            ("en application du second alinéa de l’article L. 232-25", .incomeStatement),
            ("en application du troisième alinéa de l'article L. 232-25 : présentation simplifiée", .nothing),
            ("Les comptes annuels sont accompagnés d'une déclaration de confidentialité.", .something),
        ] as [(String?, Deposit.Hidden)]
    )
    func aDeclarationHidesWhatItsParagraphAllows(_ text: String?, _ hidden: Deposit.Hidden) throws {
        var accounts = ["dateCloture": "31 décembre 2025", "typeDepot": "Comptes annuels et rapports"]
        accounts["descriptif"] = text
        let found = try read([Self.notice("C20260001234", "2026-07-01", family: "dpc", accounts: accounts)])
        #expect(found.deposits.map(\.hidden) == [hidden])
        #expect(found.deposits.first?.closingDate?.text == "2025-12-31")
        #expect(found.proceedings.isEmpty)
    }

    @Test func ownAndGroupAccountsAreToldApartAndWithdrawnOnesGo() throws {
        let kinds = [
            ("Comptes annuels et rapports", TurnoverYear.Kind.social),
            ("Comptes consolidés et rapports", .consolidated),
            ("Comptes annuels, consolidés et rapports", .social), ("", .social),
        ]
        for (type, kind) in kinds {
            let found = try read([
                Self.notice(
                    "C20260001234",
                    "2026-07-01",
                    family: "dpc",
                    accounts: ["dateCloture": "2025-12-31", "typeDepot": type]
                )
            ])
            #expect(found.deposits.map(\.kind) == [kind])
        }
        let filed = Self.notice("C20260001234", "2026-07-01", family: "dpc", accounts: ["dateCloture": "2025-12-31"])
        let named = ["nomPublication": "BODACC C", "numeroParution": "20260001", "numeroAnnonce": "234"]
        let back = Self.notice("C20260002001", "2026-07-10", family: "dpc", action: "annulation", previous: named)
        #expect(try read([filed, back]).deposits.isEmpty)
        let odd = Self.notice("C20260001234", "2026-07-01", family: "dpc", accounts: ["dateCloture": "2099-12-31"])
        #expect(try read([odd]).deposits.map(\.closingDate) == [nil])
    }

    // MARK: Shapes

    @Test func everySpellingOfTheDatasetReadsTheSame() throws {
        let parts: [(String, Any)] = [
            ("jugement", Self.liquidation),
            ("listepersonnes", ["personne": ["numeroImmatriculation": ["nomGreffeImmat": "Rennes"]]]),
        ]
        let base = Self.notice("A202600121", "2026-02-01")
        let objects = base.merging(parts) { $1 }
        let strings = base.merging(
            parts.map { ($0.0, String(decoding: Given.json($0.1 as? [String: Any] ?? [:]), as: UTF8.self)) }
        ) { $1 }
        let registers: [Any] = [
            ["552032534", "552 032 534"], "552032534,552 032 534", "552 032 534", ["552 032 534"],
            ["552 032 534 RCS Rennes"],
        ]
        for whole in [objects, strings] {
            for register in registers {
                let row = whole.merging(["registre": register]) { $1 }
                for body in [Given.json(["results": [row]]), Given.json(["records": [["fields": row]], "nhits": 1])] {
                    let found = try bodacc.read(body, about: Given.siren("552032534"), at: Given.moment)
                    #expect(found.proceedings.map(\.kind) == [.liquidation], "\(register)")
                }
            }
        }
        // Only the list of persons has it, and there are several.
        let persons: [[String: Any]] = [
            ["inscriptionRM": ["numeroIdentificationRM": "300 025 764"]],
            ["numeroImmatriculation": ["numeroIdentification": "552 032 534"]],
        ]
        let row = objects.merging(["registre": NSNull(), "listepersonnes": ["personne": persons]]) { $1 }
        for siren in ["552032534", "300025764"] {
            let found = try bodacc.read(Given.json(["results": [row]]), about: Given.siren(siren), at: Given.moment)
            #expect(found.proceedings.count == 1)
        }
    }

    @Test func nobodyIsNamedInWhatIsKept() throws {
        let judgment = Self.judgment("d'ouverture de liquidation judiciaire", "2026-01-15").merging([
            "complementJugement":
                "Jugement prononçant la liquidation judiciaire, désignant liquidateur Maître DURAND Anne, 3 rue des Lilas."
        ]) { $1 }
        var row = Self.notice(
            "A202600121",
            "2026-02-01",
            judgment: judgment,
            striking: ["commentaire": "Décès de M. DURAND"]
        )
        row["commercant"] = "DURAND Anne"
        row["ville"] = "Lilas"
        row["listepersonnes"] = [
            "personne": [
                "typePersonne": "pp", "nom": "DURAND", "prenom": "Anne", "adressePP": ["nomVoie": "Lilas"],
                "numeroImmatriculation": ["numeroIdentification": "552 032 534", "nomGreffeImmat": "Rennes"],
            ]
        ]
        let body = Given.json(["results": [row]])
        let kept = String(decoding: bodacc.redacted(body), as: UTF8.self)
        for trace in ["DURAND", "durand", "Anne", "anne", "Lilas", "lilas"] {
            #expect(!kept.contains(trace), "\(trace)")
        }
        let siren = try Given.siren("552032534")
        let findings = try bodacc.read(body, about: siren, at: Given.moment)
        #expect(try bodacc.read(Array(kept.utf8), about: siren, at: Given.moment) == findings)
        #expect(bodacc.redacted(Array("<html>DURAND".utf8)).isEmpty)
    }

    @Test func proceedingsAreAskedForAgainTheNextDay() throws {
        let end = Lifetimes.standard.end(of: bodacc.lifetime(of: .nothing), from: Given.moment)
        #expect(end == Given.moment.addingTimeInterval(86_400))
    }

    @Test func damagedRepliesAreReadOrRefused() throws {
        let siren = try Given.siren("552032534")
        let named = ["nomPublication": "BODACC A", "numeroParution": "20260012", "numeroAnnonce": "345"]
        let rows = [
            Self.notice("A20260012345", "2026-02-01", judgment: Self.liquidation),
            Self.notice("A20260020001", "2026-02-20", action: "annulation", previous: named),
            Self.notice(
                "B20260055100",
                "2026-06-01",
                family: "radiation",
                registry: "Rennes",
                striking: ["commentaire": "x"]
            ),
            Self.notice("C20260001234", "2026-07-01", family: "dpc", accounts: ["dateCloture": "1er mai 2025"]),
        ]
        let strings = rows.map { row in
            row.mapValues { value in
                (value as? [String: Any]).map { String(decoding: Given.json($0), as: UTF8.self) as Any } ?? value
            }
        }
        for body in [Given.json(["results": rows]), Given.json(["results": strings])] {
            Damage.inflict(on: body) { bytes in
                _ = try? bodacc.read(bytes, about: siren, at: Given.moment)
                _ = try? Bodacc.readBatch(bytes, about: [siren], at: .distantPast)
                _ = bodacc.redacted(bytes)
                _ = Bodacc.total(in: bytes)
            }
        }
        _ = try bodacc.read(Given.json(["results": rows]), about: siren, at: .distantFuture)
    }

    // MARK: Builders, in the dataset's shape

    private func read(_ rows: [[String: Any]]) throws -> Findings {
        let body = Given.json(["total_count": rows.count, "results": rows])
        let siren = try Given.siren("552032534")
        let findings = try bodacc.read(body, about: siren, at: Given.moment)
        #expect(try bodacc.read(bodacc.redacted(body), about: siren, at: Given.moment) == findings)
        return findings
    }

    /// `kind since until`, most recent first; whatever the order of the notices.
    private func course(_ rows: [[String: Any]]) throws -> [String] {
        let told = try [rows, rows.reversed()].map { order in
            try read(order).proceedings.map { "\($0.kind) \($0.since) \($0.until?.text ?? "-")" }
        }
        #expect(told[0] == told[1])
        return told[0]
    }

    private static let liquidation = judgment("d'ouverture de liquidation judiciaire", "2026-01-15")

    private static func judgment(_ nature: String, _ date: String) -> [String: String] {
        ["type": "initial", "famille": "Jugement", "nature": "Jugement \(nature)", "date": date]
    }

    private static func notice(
        _ id: String,
        _ published: String,
        family: String = "collective",
        siren: String = "552032534",
        action: String = "annonce",
        registry: String? = nil,
        judgment: [String: String]? = nil,
        accounts: [String: String]? = nil,
        striking: [String: Any]? = nil,
        previous: [String: Any]? = nil
    ) -> [String: Any] {
        let spaced = [siren.prefix(3), siren.dropFirst(3).prefix(3), siren.suffix(3)].joined(separator: " ")
        var row: [String: Any] = [
            "id": id, "dateparution": published, "typeavis": action, "familleavis": family,
            "registre": [siren, spaced], "tribunal": "Greffe du tribunal", "publicationavis": String(id.prefix(1)),
        ]
        if let registry {
            row["listepersonnes"] = ["personne": ["numeroImmatriculation": ["nomGreffeImmat": registry]]]
        }
        row["jugement"] = judgment
        row["depot"] = accounts
        row["radiationaurcs"] = striking
        row["parutionavisprecedent"] = previous
        return row
    }
}
