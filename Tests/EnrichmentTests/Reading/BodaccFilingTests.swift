import Contracts
import Foundation
import FrenchBusiness
import HTTPClient
import Testing

@testable import Enrichment

/// Striking off, and accounts that were filed.
@Suite struct BodaccFilingTests: BodaccNotices {
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
}
