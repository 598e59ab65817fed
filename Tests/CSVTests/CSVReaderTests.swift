import CSV
import Testing

@Suite struct CSVReaderTests {
    private func read(_ pieces: [[UInt8]], _ delimiter: UInt8 = CSVDialect.semicolon) -> [CSVRecord] {
        var reader = CSVReader(CSVDialect(delimiter: delimiter))
        var records: [CSVRecord] = []
        for piece in pieces {
            reader.feed(piece)
            while let record = reader.next() { records.append(record) }
        }
        reader.finish()
        while let record = reader.next() { records.append(record) }
        return records
    }

    private func cells(_ record: CSVRecord) -> [String] {
        (0..<record.count).map { String(decoding: record.bytes[record.range($0)], as: UTF8.self) }
    }

    private func read(_ text: String) -> [[String]] { read([Array(text.utf8)]).map(cells) }

    @Test(arguments: [
        ("a;b;c", [["a", "b", "c"]]),
        ("a;b\nc;d\n", [["a", "b"], ["c", "d"]]),
        ("a;b\r\nc;d\r\n", [["a", "b"], ["c", "d"]]),
        ("a;b\rc;d", [["a", "b"], ["c", "d"]]),
        ("\"a;b\";c", [["a;b", "c"]]),
        ("\"say \"\"hi\"\"\";c", [["say \"hi\"", "c"]]),
        ("\"two\nlines\";c\nd;e", [["two\nlines", "c"], ["d", "e"]]),
        ("5\" pipe;c\nd;e", [["5\" pipe", "c"], ["d", "e"]]),
        (";;", [["", "", ""]]),
        ("\"\";x", [["", "x"]]),
    ])
    func valuesArePartedAsPeopleWroteThem(text: String, expected: [[String]]) {
        #expect(read(text) == expected)
    }

    @Test func anyCutOfTheFileReadsTheSame() {
        let text = Array("\"a\";b\r\n\"c\r\nd\";\"e\"\"f\"\r\ng;h\r\n".utf8)
        let whole = read([text])

        for size in 1...text.count {
            let pieces = stride(from: 0, to: text.count, by: size).map { Array(text[$0..<min($0 + size, text.count)]) }
            #expect(read(pieces) == whole, "cut every \(size) bytes")
        }
        #expect(whole.map(\.line) == [1, 2, 4])
    }

    @Test func aLineOverTheLimitIsAFaultAndTheRestIsRead() {
        let piece = [UInt8](repeating: UInt8(ascii: "x"), count: 64 << 10)
        let records = read([Array("a;b\n".utf8)] + Array(repeating: piece, count: 160) + [Array("\nc;d\n".utf8)])

        #expect(records.map(\.fault) == [nil, .lineTooLong, nil])
        #expect(records.map(\.line) == [1, 2, 3])
    }

    @Test func aQuoteThatNeverClosesCostsItsOwnLineOnly() {
        let records = read([Array("a;b\n\"open;x\nc;d\ne;f\n".utf8)])

        #expect(records.map(\.fault) == [nil, .unclosedQuote, nil, nil])
        #expect(records.map(\.line) == [1, 2, 3, 4])
        #expect(cells(records[2]) == ["c", "d"])
    }

    @Test func manyOpenQuotesEndInBoundedTime() {
        let text = String(repeating: "\"open;x\n", count: 20_001)
        #expect(read([Array(text.utf8)]).count <= 20_001)
    }

    @Test func nulBytesAreAFaultOfTheirLine() {
        let records = read([Array("a;b\nc\0d;e\nf;g\n".utf8)])

        #expect(records.map(\.fault) == [nil, .nulByte, nil])
    }
}
