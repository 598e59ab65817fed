import ArgumentParser
import Foundation
import FrenchBusiness
import Testing

@testable import Operator

/// What `filon company` reads and prints without any server.
@Suite struct CompanyPartsTests {
    private func cost(
        _ prices: [(cents: Int, state: String)],
        perCompany: Int = 50,
        spent: Int = 0
    ) -> LookCost {
        LookCost(
            questions: prices.map { price in
                LookCost.Question(
                    provider: "pappers",
                    question: "reach",
                    priceCents: price.cents,
                    perDayCents: 1000,
                    spentTodayCents: 120,
                    state: price.state
                )
            },
            perCompanyCents: perCompany,
            spentOnCompanyCents: spent
        )
    }

    @Test(
        arguments: [
            ([(30, "asked")], 0, 30), ([(30, "asked"), (10, "asked")], 0, 40), ([(30, "asked")], 45, 5),
            ([(30, "asked")], 60, 0), ([(30, "not_configured"), (10, "asked")], 0, 10), ([], 0, 0),
        ] as [([(Int, String)], Int, Int)]
    )
    func aLookCostsItsQuestionsUnderTheCompanysCeiling(_ prices: [(Int, String)], _ spent: Int, _ most: Int) {
        #expect(cost(prices.map { (cents: $0.0, state: $0.1) }, spent: spent).atMostCents == most)
    }

    @Test func thePriceAndTheCeilingsAreShownBeforeAnythingIsAsked() {
        let shown = LookAnswer(siren: "732829320", cost: cost([(30, "asked")], spent: 10), isSent: false).text

        for words in ["at most 0.30 €", "1.20 € of 10.00 € spent today", "0.50 € a year, 0.10 €", "add --yes"] {
            #expect(shown.contains(words), "missing: \(words)")
        }
    }

    @Test(
        arguments: [("1250000", 125_000_000), ("1 250 000 €", 125_000_000), ("1,25 M€", 125_000_000), ("0", 0)]
            as [(String, Int64)]
    )
    func amountsAreReadAsPeopleWriteThem(_ text: String, _ cents: Int64) throws {
        #expect(try TurnoverCommand.cents(text) == cents)
    }

    @Test(arguments: ["-5", " -1 k€", "x", "", "1.234"]) func whatIsNoAmountIsRefused(_ text: String) {
        #expect(throws: ValidationError.self) { try TurnoverCommand.cents(text) }
    }

    @Test(arguments: [
        ["732829320", "--closing", "2024-12-31"],
        ["732829320", "--closing", "2024-12-31", "--amount", "5"],
        ["732829320", "--closing", "2024-12-31", "--amount", "5", "--source", " "],
        ["732829320", "--closing", "demain", "--amount", "5", "--source", "salon"],
        ["732829320", "--closing", "2024-12-31", "--amount", "-5", "--source", "salon"],
        ["732829320", "--closing", "2024-12-31", "--amount", "5", "--remove", "--source", "salon"],
    ])
    func aHalfSaidFigureIsNotSent(_ arguments: [String]) {
        #expect(throws: (any Error).self) { try TurnoverCommand.parse(arguments) }
    }

    @Test func aWholeOneIsRead() throws {
        let command = try TurnoverCommand.parse([
            "732829320", "--closing", "2024-12-31", "--amount", "5 k€", "--months", "9", "--source", "salon",
        ])
        #expect(command.months == 9 && command.amount == "5 k€")
        #expect(try TurnoverCommand.parse(["732829320", "--closing", "2024-12-31", "--remove"]).remove)
        #expect(try CompanyCommand.siren("732 829 320 00074").text == "732829320")
        #expect(throws: OperatorError.self) { try CompanyCommand.siren("732829321") }
    }
}
