import CSV
import Testing

@testable import Ingest

@Suite struct FileReaderTests {
    private func read(_ bytes: [UInt8]) throws -> (rows: [RawRow], reader: FileReader) {
        var reader = FileReader()
        var rows: [RawRow] = []
        try reader.feed(bytes)
        while let row = try reader.next() { rows.append(row) }
        try reader.finish()
        while let row = try reader.next() { rows.append(row) }
        return (rows, reader)
    }

    private func fault(_ bytes: [UInt8]) -> FileFault? {
        do {
            _ = try read(bytes)
            return nil
        } catch {
            return error as? FileFault
        }
    }

    @Test(arguments: [UInt8(ascii: ";"), UInt8(ascii: ","), UInt8(ascii: "\t")])
    func theDelimiterIsFound(delimiter: UInt8) throws {
        let separator = String(UnicodeScalar(delimiter))
        let text =
            ["siren", "nom", "note"].joined(separator: separator) + "\n"
            + ["732829320", "ACME", "\"a;b,c\""].joined(separator: separator)

        let (rows, reader) = try read(Array(text.utf8))

        #expect(reader.dialect?.delimiter == delimiter)
        #expect(rows.map(\.cells) == [["732829320", "ACME", "a;b,c"]])
    }

    @Test func windows1252IsRead() throws {
        var bytes = Array("siren;dénomination\n732829320;Café €".utf8)
        bytes.replace(Array("é".utf8), with: [0xE9])
        bytes.replace(Array("€".utf8), with: [0x80])

        let (rows, reader) = try read(bytes)

        #expect(reader.encoding == .windows1252)
        #expect(rows.first?.cells == ["732829320", "Café €"])
        #expect(reader.columns?.columns.last?.header == "dénomination")
    }

    @Test func aByteOrderMarkIsNoPartOfTheHeader() throws {
        let (rows, reader) = try read([0xEF, 0xBB, 0xBF] + Array("siren;nom\n732829320;Été".utf8))

        #expect(reader.columns?.columns.first?.meaning == .siren)
        #expect(rows.first?.cells == ["732829320", "Été"])
    }

    @Test func oneBrokenLetterRefusesItsLineAlone() throws {
        let bytes = Array("siren;nom\n732829320;Café\n552100554;Caf".utf8) + [0xC3] + Array("\n732829320;Été\n".utf8)

        let (rows, reader) = try read(bytes)

        #expect(reader.encoding == .utf8)
        #expect(rows.map(\.fault) == [nil, .brokenEncoding, nil])
        #expect(rows.map(\.line) == [2, 3, 4])
    }

    @Test func letterBeyondTheHeadSettlesTheEncoding() throws {
        let filler = String(repeating: "732829320;ACME\n", count: 6000)
        let bytes = Array(("siren;nom\n" + filler + "732829320;Caf").utf8) + [0xE9, 0x0A]

        let (rows, reader) = try read(bytes)

        #expect(reader.encoding == .windows1252)
        #expect(rows.last?.cells == ["732829320", "Café"])
    }

    @Test func aBareListOfNumbersHasNoHeader() throws {
        let (rows, reader) = try read(Array("732 829 320\n552100554\n\n73282932000074\n".utf8))

        #expect(reader.columns?.hasHeader == false)
        #expect(rows.map(\.line) == [1, 2, 4])
        #expect(rows.map(\.cells) == [["732 829 320"], ["552100554"], ["73282932000074"]])
    }

    @Test func blankLinesAreNotRows() throws {
        #expect(try read(Array("siren\n\n;;\n732829320\n  \n".utf8)).rows.map(\.line) == [4])
    }

    @Test func whatIsNoListIsRefusedWithAdvice() {
        let many = (1...300).map { "colonne\($0)" }.joined(separator: ";")
        #expect(fault([]) == .empty)
        #expect(fault(Array("PK\u{03}\u{04}rest".utf8)) == .notText)
        #expect(fault([0xFF, 0xFE, 0x73, 0x00]) == .notText)
        #expect(fault(Array("couleur;taille\nbleu;grand\n".utf8)) == .unknownHeader)
        #expect(fault(Array(("siren;" + many + "\n").utf8)) == .tooManyColumns(301))
        #expect(FileFault.tooManyColumns(301).message.contains("301"))
    }

    @Test func aRowWiderThanTheHeaderIsRefused() throws {
        let (rows, _) = try read(Array("siren;nom\n732829320;A;B;C\n552100554;D;;\n".utf8))

        #expect(rows.map(\.fault) == [.tooManyCells(4, expected: 2), nil])
        #expect(rows.last?.cells == ["552100554", "D"])
    }

    @Test(arguments: [
        ("\nsiren,nom\n732829320,ACME\n", UInt8(ascii: ","), 3),
        ("\r\n  \r\nsiren,nom\r\n732829320,ACME\r\n", UInt8(ascii: ","), 4),
        ("sep=,\nsiren,nom\n732829320,ACME\n", UInt8(ascii: ","), 3),
        ("\u{FEFF}SEP=\t\r\nsiren\tnom\r\n732829320\tACME", UInt8(ascii: "\t"), 3),
        ("\"sep=;\"\nsiren;nom\n732829320;ACME\n", UInt8(ascii: ";"), 3),
        // The line names what a look at the header would not find.
        ("sep=|\nsiren|nom;raison\n732829320|ACME\n", UInt8(ascii: "|"), 3),
    ])
    func whatStandsBeforeTheHeaderIsNoHeader(text: String, delimiter: UInt8, line: Int) throws {
        let (rows, reader) = try read(Array(text.utf8))

        #expect(reader.dialect?.delimiter == delimiter)
        #expect(rows.map(\.cells) == [["732829320", "ACME"]])
        #expect(rows.map(\.line) == [line])
    }

    @Test func aHeaderThatBeginsLikeTheDelimitersLineIsAHeader() throws {
        let (rows, reader) = try read(Array("sep=x;siren\na;732829320\n".utf8))

        #expect(reader.columns?.columns.map(\.header) == ["sep=x", "siren"])
        #expect(rows.map(\.cells) == [["a", "732829320"]])
    }
}
