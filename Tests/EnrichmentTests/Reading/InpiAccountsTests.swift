import Contracts
import Foundation
import FrenchBusiness
import HTTPClient
import Testing

@testable import Enrichment

/// Which cells are figures, and what a filing says of them.
@Suite struct InpiAccountsTests: InpiRecords {
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
}
