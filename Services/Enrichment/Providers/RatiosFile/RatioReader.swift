import FrenchBusiness

/// Reads the bulk file from its pieces into rows of COPY's text format (PostgreSQL's manual, COPY, "Text Format"), in
/// the order of ``RatioStore/copy(_:in:)``. What a line says is stored as it stands; what it means is decided when it is
/// read, as of a record.
struct RatioReader {
    private(set) var linesRead = 0
    private(set) var stored = 0
    private(set) var tally = RatioTally()
    /// Rows that nobody has taken yet.
    private(set) var rows: [UInt8] = []

    private let slot: Int
    private var cutter = LineCutter()
    private var columns: RatioColumns?
    private var cells: [ArraySlice<UInt8>] = []
    private var bytes = 0

    /// - Parameter slot: half of the table that the rows are for.
    init(slot: Int) {
        self.slot = slot
        rows.reserveCapacity(320 << 10)
    }

    mutating func takeRows() -> [UInt8] {
        defer { rows.removeAll(keepingCapacity: true) }
        return rows
    }

    /// - Throws: ``LoadRefusal`` if the file is not the one it should be.
    mutating func feed(_ piece: [UInt8]) throws {
        guard !piece.isEmpty else { return }
        if bytes == 0, Self.isArchive(piece) { throw LoadRefusal.archive }
        bytes += piece.count
        var cutter = cutter
        try cutter.feed(piece) { line, number in try take(line, number, isLast: false) }
        self.cutter = cutter
    }

    /// - Throws: ``LoadRefusal`` if the file ends in the middle of a line, or holds none.
    mutating func finish() throws {
        var cutter = cutter
        _ = try cutter.finish { line, number in try take(line, number, isLast: true) }
        guard columns != nil, linesRead > 0 else { throw LoadRefusal.empty }
    }

    private mutating func take(_ line: LineCutter.Line, _ number: Int, isLast: Bool) throws {
        guard let columns else {
            guard case .text(let text) = line else { throw LoadRefusal.unknownHeader([]) }
            columns = try RatioColumns(header: text)
            return
        }
        linesRead += 1
        switch line {
        case .tooLong: tally.note(.lineTooLong, line: number)
        case .text(let text):
            let isWhole = CellCutter.cut(text, at: columns.separator, into: &cells)
            // A line that nothing ends and that is not whole: the file is cut off.
            if isLast, !isWhole || cells.count != columns.count { throw LoadRefusal.truncated(line: number) }
            guard isWhole else { return tally.note(.unclosedQuote, line: number) }
            guard cells.count == columns.count else { return tally.note(.columns, line: number) }
            if let fault = write(columns, number) { tally.note(fault, line: number) } else { stored += 1 }
        }
    }

    /// - Returns: why the line is not stored; nil if it is.
    private mutating func write(_ columns: RatioColumns, _ number: Int) -> RatioFault? {
        let siren = cells[columns.siren].trimmed
        guard siren.count == 9, siren.allSatisfy(RatioCell.isDigit) else { return .siren }
        guard let closing = RatioCell.date(cells[columns.closing].trimmed) else { return .closingDate }
        let statement = cells[columns.statement].trimmed
        guard statement.count <= 2, statement.allSatisfy(RatioCell.isLetter) else { return .statement }
        let turnover = cells[columns.turnover].trimmed
        guard turnover.isEmpty || RatioCell.isAmount(turnover) else { return .turnover }
        if turnover.first == UInt8(ascii: "-"), turnover.contains(where: { (0x31...0x39).contains($0) }) {
            tally.note(.negativeTurnover, line: number)
        }
        rows.append(contentsOf: "\(slot)\t".utf8)
        field(siren)
        field(Array(String(number).utf8)[...])
        field(Array(closing.text.utf8)[...])
        field(statement)
        let confidentiality = cells[columns.confidentiality].trimmed
        let isReadable = RatioCell.isPlain(confidentiality)
        if !isReadable { tally.note(.confidentiality, line: number) }
        field(isReadable ? confidentiality : [])
        amount(turnover)
        for place in [columns.result, columns.margin, columns.ebitda, columns.share] {
            let cell = place.map { cells[$0].trimmed } ?? []
            let isGood = cell.isEmpty || RatioCell.isAmount(cell)
            if !isGood { tally.note(.otherAmount, line: number) }
            amount(isGood ? cell : [])
        }
        rows[rows.count - 1] = 0x0A
        return nil
    }

    /// An empty value is none.
    private mutating func field(_ value: ArraySlice<UInt8>) {
        rows.append(contentsOf: value.isEmpty ? [0x5C, 0x4E] : value)
        rows.append(0x09)
    }

    private mutating func amount(_ value: ArraySlice<UInt8>) {
        guard value.contains(UInt8(ascii: ",")) else { return field(value) }
        field(value.map { $0 == UInt8(ascii: ",") ? UInt8(ascii: ".") : $0 }[...])
    }

    /// ZIP, gzip, Parquet.
    private static func isArchive(_ head: [UInt8]) -> Bool {
        head.starts(with: [0x50, 0x4B, 0x03, 0x04]) || head.starts(with: [0x1F, 0x8B]) || head.starts(with: "PAR1".utf8)
    }
}

/// What the cells of the bulk file may hold, judged on their bytes.
enum RatioCell {
    static func isDigit(_ byte: UInt8) -> Bool { byte &- 0x30 <= 9 }
    static func isLetter(_ byte: UInt8) -> Bool { (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte) }

    /// Up to 16 digits with a point or comma and decimals behind it: nothing that would have to be guessed.
    static func isAmount(_ cell: ArraySlice<UInt8>) -> Bool {
        let digits = cell.first == UInt8(ascii: "-") ? cell.dropFirst() : cell
        let parts = digits.split(separator: UInt8(ascii: "."), maxSplits: 1, omittingEmptySubsequences: false)
            .flatMap { $0.split(separator: UInt8(ascii: ","), maxSplits: 1, omittingEmptySubsequences: false) }
        guard let whole = parts.first, (1...16).contains(whole.count), parts.count <= 2 else { return false }
        return parts.allSatisfy { (1...20).contains($0.count) && $0.allSatisfy(isDigit) }
    }

    /// Of the years that accounts may be of.
    static func date(_ cell: ArraySlice<UInt8>) -> CivilDate? {
        guard (8...30).contains(cell.count),
            let date = CivilDate(parsing: String(decoding: cell.prefix(10), as: UTF8.self)),
            (1980...2200).contains(date.year)
        else { return nil }
        return date
    }

    /// Short text that stands in COPY's format as it is.
    static func isPlain(_ cell: ArraySlice<UInt8>) -> Bool {
        cell.count <= 60 && cell.allSatisfy { $0 >= 0x20 && $0 != 0x5C && $0 != 0x7F }
            && String(validating: cell, as: UTF8.self) != nil
    }
}

extension ArraySlice<UInt8> {
    /// Without blanks around.
    fileprivate var trimmed: ArraySlice<UInt8> {
        let start = firstIndex { $0 != 0x20 && $0 != 0x09 } ?? endIndex
        let end = lastIndex { $0 != 0x20 && $0 != 0x09 }.map { $0 + 1 } ?? start
        return self[start..<end]
    }
}
