import CSV

/// One row of a list as read: its line, and its values or why there are none.
struct RawRow: Equatable, Sendable {
    var line: Int
    var cells: [String]
    var fault: RowFault?
}

/// Turns the pieces of an uploaded file into rows: finds delimiter and encoding in its beginning, takes the header,
/// and hands out the rest row by row. Keeps no more than one record and one piece.
struct FileReader {
    /// As much of the beginning as delimiter and encoding are guessed from.
    private static let headBytes = 64 << 10

    private(set) var encoding: TextEncoding?
    private(set) var columns: ColumnPlan?
    private(set) var dialect: CSVDialect?
    private var head: [UInt8] = []
    private var reader: CSVReader?
    /// The line that names the delimiter is still to come.
    private var awaitsOwnLine = false
    /// A first row that is no header.
    private var waiting: CSVRecord?

    /// - Throws: ``FileFault`` when the file as a whole cannot be taken.
    mutating func feed(_ piece: some Sequence<UInt8>) throws(FileFault) {
        if reader != nil {
            reader?.feed(piece)
        } else {
            head.append(contentsOf: piece)
            if head.count >= Self.headBytes { try begin() }
        }
    }

    mutating func finish() throws(FileFault) {
        if reader == nil { try begin() }
        reader?.finish()
    }

    /// The next row, or nil until more is fed.
    mutating func next() throws(FileFault) -> RawRow? {
        if columns == nil {
            guard try takeHeader() else { return nil }
        }
        if let first = waiting {
            waiting = nil
            return row(first)
        }
        while let record = reader?.next() {
            if !record.isBlank { return row(record) }
        }
        return nil
    }

    private mutating func begin() throws(FileFault) {
        guard !head.isEmpty else { throw .empty }
        let nuls = head.prefix(4096).count { $0 == 0 }
        let isArchive = head.starts(with: [0x50, 0x4B, 0x03, 0x04]) || head.starts(with: [0xD0, 0xCF, 0x11, 0xE0])
        let isUTF16 = head.starts(with: [0xFF, 0xFE]) || head.starts(with: [0xFE, 0xFF])
        guard !isArchive, !isUTF16, nuls * 10 <= head.prefix(4096).count else { throw .notText }
        // Up to a line's end, so that no letter is cut in two.
        let whole = head.count < Self.headBytes ? nil : head.lastIndex(of: CSVReader.lineFeed)
        encoding = TextEncoding.guess(head[...(whole ?? head.count - 1)])
        let body = TextEncoding.withoutMark(head)
        let dialect = CSVDialect.sniff(body)
        var reader = CSVReader(dialect)
        reader.feed(body)
        self.dialect = dialect
        awaitsOwnLine = dialect.hasOwnLine
        self.reader = reader
        head = []
    }

    /// False until the header has arrived.
    private mutating func takeHeader() throws(FileFault) -> Bool {
        while let record = reader?.next() {
            if record.isBlank { continue }
            if awaitsOwnLine {
                awaitsOwnLine = false
                continue
            }
            if let fault = record.fault { throw .header(RowFault(fault)) }
            guard record.filledCount <= CSVDialect.columnsMax else { throw .tooManyColumns(record.filledCount) }
            guard let cells = cells(record) else { throw .header(.brokenEncoding) }
            columns = try ColumnPlan.plan(firstRow: cells)
            if columns?.hasHeader == false { waiting = record }
            return true
        }
        return false
    }

    private mutating func row(_ record: CSVRecord) -> RawRow {
        func refused(_ fault: RowFault) -> RawRow { RawRow(line: record.line, cells: [], fault: fault) }
        if let fault = record.fault { return refused(RowFault(fault)) }
        let expected = columns?.columns.count ?? 0
        guard record.filledCount <= expected else {
            return refused(.tooManyCells(record.filledCount, expected: expected))
        }
        guard let cells = cells(record) else { return refused(.brokenEncoding) }
        return RawRow(line: record.line, cells: Array(cells.prefix(expected)))
    }

    /// The values as strings; the first row with a letter beyond ASCII settles the encoding.
    private mutating func cells(_ record: CSVRecord) -> [String]? {
        if encoding == nil { encoding = TextEncoding.guess(record.bytes) }
        let encoding = encoding ?? .utf8
        var cells: [String] = []
        cells.reserveCapacity(record.count)
        for index in 0..<record.count {
            guard let text = encoding.string(record.bytes[record.range(index)]) else { return nil }
            cells.append(text)
        }
        return cells
    }
}
