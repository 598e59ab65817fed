import Foundation
import FrenchBusiness
import Testing

@Suite struct MoneyTests {
    @Test(
        arguments: [
            ("150 k€", 15_000_000, 50_000), ("1,2 M€", 120_000_000, 5_000_000), ("1 234,56 €", 123_456, 0),
            ("12.5M", 1_250_000_000, 5_000_000), ("150000", 15_000_000, 50), ("1 234 K€", 123_400_000, 50_000),
            ("1\u{202F}234\u{A0}567,8\u{A0}€", 123_456_780, 5), ("853 €", 85_300, 50),
            ("3,1 millions d'euros", 310_000_000, 5_000_000),
            ("27,4 Md€", 2_740_000_000_000, 5_000_000_000), ("2443478.24", 244_347_824, 0),
            ("1.234.567", 123_456_700, 50),
            ("1,234,567.89", 123_456_789, 0), ("1.234,56", 123_456, 0), ("1,234 M€", 123_400_000, 50_000),
            ("-79 119 €", -7_911_900, 50), ("(1 234)", -123_400, 50), ("€ 12,50", 1250, 0), ("0", 0, 50),
            ("12 KEUR", 1_200_000, 50_000),
            ("0,125", 13, 0), ("1234.5678", 123_457, 0), ("1 234,567", 123_457, 0),
            ("2 milliards", 200_000_000_000, 50_000_000_000),
        ] as [(String, Int64, Int64)]
    )
    func `amounts are read with their rounding`(text: String, cents: Int64, precision: Int64) throws {
        let amount = try PublishedAmount(parsing: text)
        #expect(amount.money.cents == cents)
        #expect(amount.precision.cents == precision)
    }

    @Test(arguments: [
        ("Non publié", AmountError.notPublished), ("NC", .notPublished), ("N/C", .notPublished),
        ("n.c.", .notPublished),
        ("Non précisé", .notPublished), ("Confidentiel", .notPublished), ("-", .notPublished), ("—", .notPublished),
        ("", .empty), ("  ", .empty), ("1.234 €", .ambiguous), ("1,234", .ambiguous), ("150.000 €", .ambiguous),
        ("12 34", .malformed), ("1 2345", .malformed), ("12,", .malformed), (",5", .malformed), ("12 $", .malformed),
        ("1,2,3.4.5", .malformed), ("k€", .malformed), ("12abc", .malformed), ("1 000 000 000 000 000 000", .tooLarge),
        ("99999999999 Md€", .tooLarge), ("1234 567", .malformed), ("1e9", .malformed),
    ])
    func `what is no amount is refused with the reason`(text: String, reason: AmountError) {
        #expect(throws: reason) { try PublishedAmount(parsing: text) }
    }

    @Test(
        arguments: [
            (123_456, "1 234,56 €", "1,2 k€"), (85_300, "853,00 €", "853 €"), (99_949, "999,49 €", "999 €"),
            (99_950, "999,50 €", "1 k€"), (1_250_000, "12 500,00 €", "12,5 k€"), (22_978_600, "229 786,00 €", "230 k€"),
            (100_873_400, "1 008 734,00 €", "1 M€"), (99_995_000, "999 950,00 €", "1 M€"),
            (125_000_000, "1 250 000,00 €", "1,3 M€"),
            (2_740_000_000_000, "27 400 000 000,00 €", "27,4 Md€"), (-7_911_900, "-79 119,00 €", "-79,1 k€"),
            (0, "0,00 €", "0 €"),
            (9_999_000, "99 990,00 €", "100 k€"),
        ] as [(Int64, String, String)]
    )
    func `amounts show in French`(cents: Int64, full: String, compact: String) {
        let money = Money(cents: cents)
        #expect(money.formatted.frenchFolded == full)
        #expect(money.compact.frenchFolded == compact.frenchFolded)
        #expect(money.formatted.hasSuffix("\u{A0}€"))
    }

    @Test func `sums and extremes never trap`() throws {
        let largest = Money(cents: .max)
        let smallest = Money(cents: .min)
        #expect(largest.adding(Money(cents: 1)) == nil)
        #expect(largest.adding(smallest) == Money(cents: -1))
        #expect(Money(euros: .max) == nil)
        for money in [largest, smallest] {
            #expect(!money.formatted.isEmpty && !money.compact.isEmpty && !money.description.isEmpty)
        }
        let bytes = try JSONEncoder().encode([smallest, .zero])
        #expect(try JSONDecoder().decode([Money].self, from: bytes) == [smallest, .zero])
    }

    @Test func `a formatted amount reads back as itself`() throws {
        var generator = SeededGenerator(seed: 7)
        for _ in 0..<2000 {
            let money = Money(cents: Int64.random(in: -1_000_000_000_000...1_000_000_000_000, using: &generator))
            #expect(try PublishedAmount(parsing: money.formatted).money == money)
            let compact = try PublishedAmount(parsing: money.compact)
            #expect(abs(compact.money.cents - money.cents) <= max(50, compact.precision.cents))
        }
    }
}
