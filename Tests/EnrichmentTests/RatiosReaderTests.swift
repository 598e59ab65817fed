import Foundation
import FrenchBusiness
import Testing

@testable import Enrichment

@Suite struct RatiosReaderTests {
    private static let good = RatiosFixture.row("552032534", "2024-12-31", "1234567.5")

    private func rows(_ reader: RatioReader) -> [String] {
        String(decoding: reader.rows, as: UTF8.self).split(separator: "\n").map(String.init)
    }

    @Test func aLineIsStoredAsItStands() throws {
        let reader = try RatiosFixture.read(
            RatiosFixture.file([
                Self.good, RatiosFixture.row("300000001", "2023-06-30", "0", kind: "S", "Partiellement confidentiel"),
                RatiosFixture.row("300000002", "2023-06-30", "", kind: "", ""),
            ])
        )
        #expect(
            rows(reader) == [
                "0\t552032534\t2\t2024-12-31\tC\tPublic\t1234567.5\t1000\t\\N\t\\N\t\\N",
                "0\t300000001\t3\t2023-06-30\tS\tPartiellement confidentiel\t0\t1000\t\\N\t\\N\t\\N",
                "0\t300000002\t4\t2023-06-30\t\\N\t\\N\t\\N\t1000\t\\N\t\\N\t\\N",
            ]
        )
        #expect(reader.stored == 3 && reader.linesRead == 3 && reader.tally.reasons.isEmpty)
    }

    /// Which lines are refused, and why; the lines around them are stored.
    @Test(arguments: [
        ("55203253;2024-12-31;1;;;;;;C;Public", "siren"), ("55203253X;2024-12-31;1;;;;;;C;Public", "siren"),
        ("552032534;2024-02-30;1;;;;;;C;Public", "closing_date"), ("552032534;;1;;;;;;C;Public", "closing_date"),
        ("552032534;1875-12-31;1;;;;;;C;Public", "closing_date"),
        ("552032534;2024-12-31;1 234;;;;;;C;Public", "turnover"),
        ("552032534;2024-12-31;1.2E7;;;;;;C;Public", "turnover"),
        ("552032534;2024-12-31;1.234,5;;;;;;C;Public", "turnover"),
        ("552032534;2024-12-31;NaN;;;;;;C;Public", "turnover"),
        ("552032534;2024-12-31;99999999999999999;;;;;;C;Public", "turnover"),
        ("552032534;2024-12-31;1;;;;;;C4;Public", "statement"),
        ("552032534;2024-12-31;1;;;;;;C", "columns"), ("552032534;2024-12-31;1;;;;;;C;Public;", "columns"),
        ("\"552032534;2024-12-31;1;;;;;;C;Public", "unclosed_quote"),
        (String(repeating: "x", count: 70_000), "line_too_long"),
    ])
    func aLineThatCannotBeTrustedIsRefusedWithItsReason(_ line: String, _ code: String) throws {
        let reader = try RatiosFixture.read(RatiosFixture.file([Self.good, line, Self.good]))
        #expect(reader.stored == 2 && reader.tally.count(.refused) == 1)
        #expect(reader.tally.reasons.map(\.code) == [code] && reader.tally.reasons.first?.lines == [3])
        #expect(reader.tally.reasons.first?.message.isEmpty == false)
    }

    @Test(arguments: [
        ("552032534;2024-12-31;-5;;;;;;C;Public", "negative_turnover"),
        ("552032534;2024-12-31;1;x;;;;;C;Public", "other_amount"),
        ("552032534;2024-12-31;1;;;;;;C;a\\b", "confidentiality"),
    ])
    func aValueThatCannotBeTrustedIsFlagged(_ line: String, _ code: String) throws {
        let reader = try RatiosFixture.read(RatiosFixture.file([line]))
        #expect(reader.stored == 1 && reader.tally.count(.flagged) == 1)
        #expect(reader.tally.reasons.map(\.code) == [code])
    }

    @Test func columnsAreFoundByTheirNames() throws {
        let text =
            "\u{FEFF}confidentiality,type_bilan,siren,\"chiffre_d_affaires\",date_cloture_exercice\r\n"
            + "Public,C,552032534,\"12,5\",31/12/2024\r\n"
        let reader = try RatiosFixture.read(text)
        #expect(rows(reader) == ["0\t552032534\t2\t2024-12-31\tC\tPublic\t12.5\t\\N\t\\N\t\\N\t\\N"])
    }

    /// However the file is cut on its way, it says the same.
    @Test(arguments: [1, 2, 3, 7, 64, 100_000]) func piecesOfAnySizeSayTheSame(_ size: Int) throws {
        let lines = (0..<50).map { RatiosFixture.row(String(300_000_000 + $0), "2024-12-31", "\($0 * 1000)") }
        let text = RatiosFixture.file(lines + ["", "broken", "\"300000999\";2024-12-31;5;;;;;;C;\"a \"\"b\"\"\""])
        let (whole, parts) = (try RatiosFixture.read(text), try RatiosFixture.read(text, of: size))
        #expect(parts.rows == whole.rows && parts.stored == 51 && parts.tally.count(.refused) == 1)
        #expect(rows(parts).last?.contains("a \"b\"") == true)
    }

    @Test func aFileThatIsAnotherOrIsCutOffIsRefusedAsAWhole() throws {
        func refusal(_ text: String) -> String? {
            do {
                _ = try RatiosFixture.read(text)
                return nil
            } catch {
                return (error as? LoadRefusal)?.code
            }
        }
        #expect(refusal("") == "empty_file" && refusal(RatiosFixture.header) == "empty_file")
        #expect(refusal("siren;nom\n552032534;X\n") == "unknown_header")
        #expect(refusal("PK\u{3}\u{4}…") == "not_text")
        let whole = RatiosFixture.file([Self.good, Self.good])
        #expect(refusal(String(whole.dropLast(12))) == "truncated")
        // A last line without its end is whole all the same.
        #expect(refusal(String(whole.dropLast(1))) == nil)
    }

    @Test func memoryDoesNotGrowWithAFileOfOneLine() throws {
        var reader = RatioReader(slot: 0)
        try reader.feed(Array(RatiosFixture.file([]).utf8))
        let piece = [UInt8](repeating: 0x31, count: 1 << 16)
        for _ in 0..<200 { try reader.feed(piece) }
        try reader.feed([0x0A])
        try reader.finish()
        #expect(reader.rows.isEmpty && reader.tally.reasons.map(\.code) == ["line_too_long"])
    }
}
