import Foundation
import FrenchBusiness
import Testing

@Suite struct TurnoverTests {
    @Test(
        arguments: [
            ("2023-12-31", 12, 10_000_000, "2024-12-31", 12, 12_500_000, 2500),
            ("2023-12-31", 12, 10_000_000, "2024-09-30", 9, 9_000_000, 2000),
            ("2023-12-31", 12, 30_000, "2024-12-31", 0, 20_000, -3333),
            ("2023-12-31", 12, 10_000, "2024-12-31", 12, 0, -10_000),
            ("2022-12-31", 12, 12_000, "2024-06-30", 18, 18_000, 0),
            ("2023-12-31", 12, .max, "2024-12-31", 12, .max, 0),
        ] as [(String, Int, Int64, String, Int, Int64, Int)]
    )
    func `the trend compares years of twelve months`(
        from: String,
        months: Int,
        amount: Int64,
        to: String,
        laterMonths: Int,
        laterAmount: Int64,
        points: Int
    ) throws {
        let older = try year(from, months, amount)
        let newer = try year(to, laterMonths, laterAmount)
        #expect(TurnoverTrend(from: older, to: newer)?.basisPoints == points)
    }

    @Test(
        arguments: [
            ("2017-12-31", 12, 100, "2022-12-31", 12, 100), ("2023-12-31", 12, 0, "2024-12-31", 12, 100),
            ("2023-12-31", 12, -5, "2024-12-31", 12, 100), ("2023-12-31", 12, 100, "2024-12-31", 2, 100),
            ("2023-12-31", 25, 100, "2024-12-31", 12, 100), ("2023-12-31", -12, 100, "2024-12-31", 12, 100),
            ("2024-12-31", 12, 100, "2023-12-31", 12, 100), ("2024-12-31", 12, 100, "2024-12-31", 12, 100),
            ("2023-12-31", 12, 1, "2024-12-31", 3, .max),
        ] as [(String, Int, Int64, String, Int, Int64)]
    )
    func `what says nothing about a year has no trend`(
        from: String,
        months: Int,
        amount: Int64,
        to: String,
        laterMonths: Int,
        laterAmount: Int64
    ) throws {
        let older = try year(from, months, amount)
        let newer = try year(to, laterMonths, laterAmount)
        #expect(TurnoverTrend(from: older, to: newer) == nil)
    }

    @Test func `the latest trend takes social accounts and bridges no hole`() throws {
        let years = [
            try year("2022-12-31", 12, 100), try year("2024-12-31", 12, 400, .consolidated),
            try year("2023-12-31", 12, 150),
        ]
        #expect(TurnoverTrend.latest(of: years)?.basisPoints == 5000)
        #expect(TurnoverTrend.latest(of: []) == nil)
        let apart = [try year("2022-06-30", 9, 1), try year("2017-12-31", 12, 1)]
        #expect(TurnoverTrend.latest(of: apart) == nil)
        #expect(TurnoverTrend(from: years[0], to: years[1]) == nil)
    }

    @Test func `a jump beyond tenfold is shown and marked`() throws {
        let before = try year("2022-12-31", 12, 1000)
        let jump = try #require(TurnoverTrend(from: before, to: year("2023-12-31", 12, 100_000)))
        #expect(jump.isSuspicious && jump.basisPoints == 990_000)
        #expect(jump.formatted == "+9\u{202F}900\u{A0}%")
        let small = try #require(TurnoverTrend(from: before, to: year("2023-12-31", 12, 966)))
        #expect(!small.isSuspicious && small.formatted == "-3,4\u{A0}%")
    }

    @Test func `states and years travel by their agreed names`() throws {
        #expect(
            TurnoverStatus.allCases.map(\.rawValue) == [
                "known", "zero_confirmed", "confidential", "not_filed", "not_applicable", "unknown", "estimated",
            ]
        )
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        let one = try year("2024-12-31", 12, 22_978_600)
        let bytes = try encoder.encode(one)
        #expect(
            String(decoding: bytes, as: UTF8.self)
                == #"{"amount_cents":22978600,"closing_date":"2024-12-31","kind":"social","months":12,"source":"test"}"#
        )
        #expect(try JSONDecoder().decode(TurnoverYear.self, from: bytes) == one)
    }

    private func year(
        _ closing: String,
        _ months: Int,
        _ cents: Int64,
        _ kind: TurnoverYear.Kind = .social
    ) throws -> TurnoverYear {
        let date = try #require(CivilDate(closing))
        return TurnoverYear(closingDate: date, months: months, amountCents: cents, source: "test", kind: kind)
    }
}
