import Foundation
import Testing

@testable import Ingest

/// Lines of the stock, before any database.
@Suite struct StockReadingTests {
    @Test func aCompanyBecomesARow() throws {
        let outcome = try StockOutcome.of(
            StockFile.text([StockFile.unit("732829320", ["activitePrincipaleNAF25UniteLegale": "43.32G"])])
        )
        #expect(
            outcome.rows == [
                [
                    "732829320", "MENUISERIE 732829320", "43.32A", "43.32G", "5499", "01", "PME", "A", "O",
                    "2010-03-01",
                    "2026-01-10T04:05:06",
                ]
            ]
        )
        #expect(outcome.reasons == [:])
    }

    @Test(
        arguments: [
            // cells, name expected
            (["denominationUniteLegale": "", "prenom1UniteLegale": "ANNE", "nomUniteLegale": "ROUX"], "ANNE ROUX"),
            (
                [
                    "denominationUniteLegale": "", "prenom1UniteLegale": "ANNE", "prenomUsuelUniteLegale": "LISE",
                    "nomUniteLegale": "ROUX", "nomUsageUniteLegale": "PETIT",
                ], "LISE PETIT"
            ),
            (["denominationUniteLegale": "", "nomUniteLegale": "ROUX"], "ROUX"),
            (["denominationUniteLegale": "[ND]", "sigleUniteLegale": "AXB"], "AXB"),
            (["denominationUniteLegale": "", "denominationUsuelle1UniteLegale": "CHEZ LISE"], "CHEZ LISE"),
            (["denominationUniteLegale": "", "prenom1UniteLegale": "[ND]", "nomUniteLegale": "[NON-DIFFUSIBLE]"], ""),
            (["denominationUniteLegale": "DUPONT, FILS"], "DUPONT, FILS"),
            (["denominationUniteLegale": "SOCIÉTÉ ŒUVRE"], "SOCIÉTÉ ŒUVRE"),
            (["denominationUniteLegale": "A\\B\tC"], "A\\\\B C"),
            // Kept back: nothing of it is stored, whatever stands in the cells.
            (["statutDiffusionUniteLegale": "P"], "[NON-DIFFUSIBLE]"),
            (["statutDiffusionUniteLegale": "N"], "[NON-DIFFUSIBLE]"),
            (["statutDiffusionUniteLegale": "h", "nomUniteLegale": "ROUX"], "[NON-DIFFUSIBLE]"),
            (["statutDiffusionUniteLegale": "", "nomUniteLegale": "ROUX"], "[NON-DIFFUSIBLE]"),
        ] as [([String: String], String)]
    )
    func aUnitIsCalledWhatItMayBeCalled(cells: [String: String], name: String) throws {
        let outcome = try StockOutcome.of(StockFile.text([StockFile.unit("732829320", cells)]))
        #expect(outcome.rows.first?[1] == name)
        #expect(outcome.rows.first?[8] == (["O", nil].contains(cells["statutDiffusionUniteLegale"]) ? "O" : "P"))
    }

    @Test(
        arguments: [
            ("dateCreationUniteLegale", "1900-01-01", 9, "\\N", "unknown_creation"),
            ("dateCreationUniteLegale", "invalid_date", 9, "\\N", "created_on"),
            ("dateCreationUniteLegale", "1993-20-02", 9, "\\N", "created_on"),
            ("dateCreationUniteLegale", "2023-02-29", 9, "\\N", "created_on"),
            ("dateCreationUniteLegale", "2024-02-29", 9, "2024-02-29", nil),
            ("dateCreationUniteLegale", "", 9, "\\N", nil),
            ("dateDernierTraitementUniteLegale", "1999-12-03T05:04:95", 10, "\\N", "updated_at"),
            ("dateDernierTraitementUniteLegale", "2026-01-10T04:05:06.123", 10, "2026-01-10T04:05:06", nil),
            ("trancheEffectifsUniteLegale", "99", 5, "\\N", "workforce_band"),
            ("trancheEffectifsUniteLegale", "NN", 5, "NN", nil),
            ("categorieEntreprise", "vrx", 6, "\\N", "category"),
            ("categorieJuridiqueUniteLegale", "54X9", 4, "\\N", "legal_form"),
            ("activitePrincipaleUniteLegale", "4332A", 2, "\\N", "naf"),
            ("activitePrincipaleNAF25UniteLegale", "43.32", 3, "\\N", "naf25"),
            ("siren", "732829321", 0, "732829321", "siren_key"),
            ("unitePurgeeUniteLegale", "true", 7, "A", "purged"),
        ] as [(String, String, Int, String, String?)]
    )
    func aValueIsTakenOrLeftOutWithItsReason(column: String, cell: String, place: Int, stored: String, reason: String?)
        throws
    {
        let outcome = try StockOutcome.of(StockFile.text([StockFile.unit("732829320", [column: cell])]))
        #expect(outcome.rows.first?[place] == stored)
        #expect(outcome.reasons == (reason.map { [$0: 1] } ?? [:]))
    }

    @Test(
        arguments: [
            ("22.02", "NAP", "\\N", "\\N", "obsolete_naf"), ("51.4A", "NAFRev1", "\\N", "\\N", "obsolete_naf"),
            ("97.90", "NAF", "\\N", "\\N", "nomenclature"), ("62.20G", "NAF2025", "\\N", "62.20G", nil),
            ("62.02A", "NAFRev2", "62.02A", "\\N", nil), ("", "", "\\N", "\\N", nil),
        ] as [(String, String, String, String, String?)]
    )
    func aCodeIsReadInItsNomenclature(code: String, version: String, naf: String, naf25: String, reason: String?) throws
    {
        let cells = ["activitePrincipaleUniteLegale": code, "nomenclatureActivitePrincipaleUniteLegale": version]
        let outcome = try StockOutcome.of(StockFile.text([StockFile.unit("732829320", cells)]))
        #expect(outcome.rows.first?[2] == naf)
        #expect(outcome.rows.first?[3] == naf25)
        #expect(outcome.reasons == (reason.map { [$0: 1] } ?? [:]))
    }

    @Test func aBadLineCostsItselfAlone() throws {
        var lines = StockFile.text((1...8).map { StockFile.unit(StockFile.siren($0)) }).split(separator: "\n").map {
            Array($0.utf8)
        }
        lines[2] = Array("12345,O".utf8)
        lines[3] = Array(String(decoding: lines[3], as: UTF8.self).replacing("MENUISERIE", with: "\"MENUISERIE").utf8)
        lines[4] = [UInt8](repeating: 65, count: StockReader.lineBytesMax + 1)
        lines[5] = lines[5].map { $0 == UInt8(ascii: "M") ? 0xFF : $0 }
        lines[6] = Array(
            String(decoding: lines[6], as: UTF8.self).replacing(StockFile.siren(6), with: "12 345 678").utf8
        )
        lines[7] = Array(String(decoding: lines[7], as: UTF8.self).replacing(",A,", with: ",Z,").utf8)
        let outcome = try StockOutcome.of(Array(lines.joined(separator: [10])) + [10])
        #expect(outcome.rows.map { $0[0] } == [StockFile.siren(1), StockFile.siren(8)])
        #expect(outcome.count.lines == 8)
        #expect(
            outcome.reasons == [
                "columns": 1, "unclosed_quote": 1, "line_too_long": 1, "broken_encoding": 1, "siren": 1, "state": 1,
            ]
        )
        #expect(outcome.lines("columns") == [3] && outcome.lines("state") == [8])
    }

    @Test(arguments: [1, 2, 3, 7, 64, 1000])
    func theSizeOfThePiecesChangesNothing(piece: Int) throws {
        let rows = (1...40).map {
            StockFile.unit(StockFile.siren($0), ["denominationUniteLegale": "A, \"\"B\"\" \($0)"])
        }
        let bytes = Array(StockFile.text(rows).replacing("\n", with: "\r\n").utf8)
        let whole = try StockOutcome.of(bytes)
        #expect(whole.rows.count == 40 && whole.rows[3][1] == "A, \"B\" 4")
        #expect(try StockOutcome.of(bytes, piece: piece).rows == whole.rows)
    }

    @Test func aFileThatEndsInTheMiddleOfALineIsRefused() throws {
        let text = StockFile.text([StockFile.unit("732829320"), StockFile.unit("552100554")])
        let fault = #expect(throws: FileFault.self) { try StockOutcome.of(String(text.dropLast(30))) }
        #expect(fault?.code == "truncated" && fault?.line == 3)
        // A last line that is whole needs no end.
        #expect(try StockOutcome.of(String(text.dropLast(1))).rows.count == 2)
    }

    @Test(
        arguments: [
            ("siren,nom\n1,2\n", "unknown_header"), ("", "empty_file"), ("PK\u{3}\u{4}xxxx", "not_text"),
            (StockFile.unitHeader.joined(separator: ",") + "\n", "empty_file"),
            (StockFile.unitHeader.joined(separator: ";") + "\n1;2\n", "unknown_header"),
            (StockFile.places([StockFile.place("732829320")]), "unknown_header"),
        ]
    )
    func aFileThatIsNoStockIsRefused(text: String, code: String) {
        let fault = #expect(throws: FileFault.self) { try StockOutcome.of(text) }
        #expect(fault?.code == code)
    }

    @Test func theEstablishmentsAreRecognised() {
        let fault = #expect(throws: FileFault.self) {
            try StockOutcome.of(StockFile.places([StockFile.place("732829320")]))
        }
        #expect(fault?.message.contains("--establishments") == true)
    }

    @Test func headOfficesGivePlaces() throws {
        let outcome = try StockOutcome.of(
            StockFile.places([
                StockFile.place("732829320"), StockFile.place("732829320", ["etablissementSiege": "false"]),
                StockFile.place(
                    "552100554",
                    ["codeCommuneEtablissement": "97411", "codePostalEtablissement": "97400"]
                ),
                StockFile.place("356000000", ["codeCommuneEtablissement": "2A004"]),
                StockFile.place("000325175", ["statutDiffusionEtablissement": "P"]),
                StockFile.place("542065479", ["codeCommuneEtablissement": "99138", "codePostalEtablissement": ""]),
                StockFile.place("487444697", ["codeCommuneEtablissement": "00000", "etablissementSiege": ""]),
            ]),
            .establishments
        )
        #expect(
            outcome.rows.map { $0[0...4].joined(separator: "|") } == [
                "732829320|69003|LYON|69|O", "552100554|97400|LYON|974|O", "356000000|69003|LYON|2A|O",
                "000325175|\\N|\\N|\\N|P", "542065479|\\N|LYON|\\N|O",
            ]
        )
        #expect(outcome.count.passedOver == 1)
        #expect(outcome.reasons == ["not_diffusible": 1, "head_office": 1])
    }

    @Test func aHundredThousandDirtyLinesStayBounded() throws {
        let good = StockFile.text([StockFile.unit("732829320")])
        let outcome = try StockOutcome.of(Array(good.utf8) + Array(String(repeating: "x,y\n", count: 100_000).utf8))
        #expect(outcome.rows.count == 1)
        #expect(outcome.reasons == ["columns": 100_000])
        #expect(outcome.lines("columns") == Array(3..<3 + StockTally.linesMax))
    }

    /// Bytes changed, cut, doubled and thrown in at random: a fault or rows of the right shape, never a trap.
    @Test func randomDamageNeverTraps() {
        var dice = Dice(seed: 20)
        let kinds: [(RegistryKind, [UInt8])] = [
            (.units, Array(StockFile.text((1...30).map { StockFile.unit(StockFile.siren($0)) }).utf8)),
            (.establishments, Array(StockFile.places((1...30).map { StockFile.place(StockFile.siren($0)) }).utf8)),
        ]
        for round in 0..<3000 {
            let (kind, sound) = kinds[round % 2]
            var bytes = sound
            for _ in 0...Int.random(in: 0...12, using: &dice) {
                let place = Int.random(in: 0..<bytes.count, using: &dice)
                switch Int.random(in: 0..<5, using: &dice) {
                case 0: bytes[place] = UInt8.random(in: 0...255, using: &dice)
                case 1: bytes[place] = [0x22, 0x2C, 0x0A, 0x0D, 0x5C, 0x09, 0].randomElement(using: &dice) ?? 0
                case 2:
                    bytes.removeSubrange(place..<min(bytes.count - 1, place + Int.random(in: 0...40, using: &dice)) + 1)
                case 3: bytes.insert(contentsOf: bytes[max(0, place - 30)...place], at: place)
                default: bytes.removeLast(min(bytes.count - 1, Int.random(in: 0...3, using: &dice)))
                }
                if bytes.count < 2 { bytes = sound }
            }
            guard let outcome = try? StockOutcome.of(bytes, kind, piece: Int.random(in: 1...5000, using: &dice)) else {
                continue
            }
            for row in outcome.rows where row.count != (kind == .units ? 11 : 6) {
                Issue.record("a row of \(row.count) columns in round \(round)")
            }
        }
    }
}

/// The same throws every time (SplitMix64).
struct Dice: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
