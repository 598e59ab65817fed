import Testing

@testable import FrenchBusiness

@Suite struct StatedTurnoverTests {
    struct Case: Sendable, CustomStringConvertible {
        let description: String
        var closing = "2024-12-31"
        var months = 12
        var cents: Int64 = 125_000_000
        var source = "rendez-vous"
        let fault: StatedTurnover.Fault?
    }

    static let cases = [
        Case(description: "a plain figure", fault: nil),
        Case(description: "nothing turned over", cents: 0, fault: nil),
        Case(description: "the largest figure", cents: StatedTurnover.largestCents, fault: nil),
        Case(description: "a year that ends today", closing: "2026-11-26", fault: nil),
        Case(description: "a first year of 18 months", months: 18, fault: nil),
        Case(description: "a negative figure", cents: -1, fault: .negative),
        Case(description: "more than 10¹² €", cents: StatedTurnover.largestCents + 1, fault: .absurd),
        Case(description: "a year that ends tomorrow", closing: "2026-11-27", fault: .future),
        Case(description: "a year of the grandparents", closing: "1976-11-25", fault: .tooOld),
        Case(description: "no month", months: 0, fault: .months),
        Case(description: "25 months", months: 25, fault: .months),
        Case(description: "from nowhere", source: " \n ", fault: .source),
        Case(description: "a novel", source: String(repeating: "é", count: 301), fault: .source),
        Case(description: "as many words as fit", source: String(repeating: "é", count: 300), fault: nil),
    ]

    @Test(arguments: cases) func sense(_ stated: Case) throws {
        let turnover = StatedTurnover(
            closingDate: try #require(CivilDate(stated.closing)),
            months: stated.months,
            amountCents: stated.cents,
            source: stated.source
        )
        #expect(turnover.fault(today: try #require(CivilDate("2026-11-26"))) == stated.fault)
    }

    @Test func everyFaultHasItsOwnSentenceAndCode() {
        let faults = StatedTurnover.Fault.allCases
        #expect(Set(faults.map(\.frenchReason)).count == faults.count)
        #expect(faults.allSatisfy { $0.rawValue.hasPrefix("turnover.") })
    }
}
