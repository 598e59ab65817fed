import Contracts
import Foundation
import FrenchBusiness
import HTTPClient
import Testing

@testable import Enrichment

/// What judgments come to: dates, natures, and the course of proceedings.
@Suite struct BodaccCourseTests: BodaccNotices {
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
}
