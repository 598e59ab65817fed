import CSV
import Scorecard

/// A file of outcomes: every column as text, the rows that count in the file's order.
struct OutcomeFile: Sendable {
    let names: [String]
    /// By column, then row; nil: nothing is said.
    let columns: [[String?]]
    let isWon: [Bool]

    /// More rows than any outcome log that one machine learns from at once.
    static let rowsMax = 5_000_000

    /// - Throws: ``EvaluationError``
    init(_ bytes: [UInt8], _ spec: EvaluationSpec) throws(EvaluationError) {
        let encoding = try Self.encoding(spec.encoding)
        let delimiter = spec.delimiter?.utf8.first ?? CSVDialect.comma
        var reader = CSVReader(CSVDialect(delimiter: delimiter))
        reader.feed(TextEncoding.withoutMark(bytes))
        reader.finish()
        guard let header = reader.next(), header.fault == nil else { throw EvaluationError("the file has no header") }
        let names = try Self.cells(header, encoding).map { $0 ?? "" }
        guard let target = names.firstIndex(of: spec.target.column) else {
            throw EvaluationError("there is no column “\(spec.target.column)”")
        }
        for name in (spec.drop ?? []) + (spec.rules ?? []).map(\.column) where !names.contains(name) {
            throw EvaluationError("there is no column “\(name)”")
        }
        let missing = Set(spec.missing ?? [])
        let ignored = Set(spec.drop ?? [])
        let positive = Set(spec.target.positive.map { $0.trimmed })
        var columns = [[String?]](repeating: [], count: names.count)
        var labels: [Bool] = []
        var seen: Set<[String?]> = []
        while let record = reader.next() {
            if record.isBlank { continue }
            guard record.fault == nil else { throw EvaluationError("line \(record.line) cannot be read") }
            var cells = try Self.cells(record, encoding)
            guard cells.count == names.count else {
                throw EvaluationError("line \(record.line) has \(cells.count) values, the header \(names.count)")
            }
            for index in cells.indices where cells[index].map({ missing.contains($0) }) == true { cells[index] = nil }
            guard let label = cells[target] else { continue }
            if spec.dedup == true {
                let own = zip(names, cells).filter { !ignored.contains($0.0) }.map(\.1)
                guard seen.insert(own.map { $0.map(Self.canonical) }).inserted else { continue }
            }
            guard labels.count < Self.rowsMax else { throw EvaluationError("more than \(Self.rowsMax) rows") }
            labels.append(positive.contains(label))
            for index in cells.indices { columns[index].append(cells[index]) }
        }
        guard !labels.isEmpty else { throw EvaluationError("the file has no row with an outcome") }
        (self.names, self.columns, isWon) = (names, columns, labels)
    }

    private static func encoding(_ name: String?) throws(EvaluationError) -> TextEncoding {
        switch name?.lowercased() {
        case nil, "utf-8", "utf8", "utf-8-sig", "ascii": .utf8
        case "latin-1", "latin1", "iso-8859-1", "cp1252", "windows-1252": .windows1252
        case let other?: throw EvaluationError("encoding “\(other)” is not known: utf-8 or windows-1252")
        }
    }

    private static func cells(_ record: CSVRecord, _ encoding: TextEncoding) throws(EvaluationError) -> [String?] {
        var cells: [String?] = []
        for index in 0..<record.count {
            guard let text = encoding.string(record.bytes[record.range(index)]) else {
                throw EvaluationError("line \(record.line) is not text of the encoding")
            }
            let trimmed = text.trimmed
            cells.append(trimmed.isEmpty ? nil : trimmed)
        }
        return cells
    }

    /// A number is the same however it is written.
    private static func canonical(_ text: String) -> String { Double(text).map { "\($0)" } ?? text }

    /// The columns that may be learned from.
    func features(_ spec: EvaluationSpec) -> Table {
        let ignored = Set((spec.drop ?? []) + [spec.target.column] + [spec.order?.column].compactMap(\.self))
        let kept = names.indices.filter { !ignored.contains(names[$0]) }
        return Table(names: kept.map { names[$0] }, columns: kept.map { Self.column(columns[$0]) })
    }

    /// Numbers, if all that is said are numbers.
    private static func column(_ texts: [String?]) -> Table.Column {
        var numbers: [Double] = []
        numbers.reserveCapacity(texts.count)
        var isNumeric = false
        for text in texts {
            guard let text, !nothing.contains(text) else {
                numbers.append(.nan)
                continue
            }
            guard let number = Double(text), number.isFinite else { return .words(texts) }
            numbers.append(number)
            isNumeric = true
        }
        return isNumeric ? .numbers(numbers) : .words(texts)
    }

    /// What programs write where a number lacks.
    private static let nothing: Set<String> = ["NA", "N/A", "n/a", "NaN", "nan", "NULL", "null", "None"]

    func column(_ name: String) -> [String?] { names.firstIndex(of: name).map { columns[$0] } ?? [] }
}

extension String {
    /// Without white space around.
    var trimmed: String {
        let start = firstIndex { !$0.isWhitespace } ?? endIndex
        let end = lastIndex { !$0.isWhitespace }.map { index(after: $0) } ?? start
        return String(self[start..<end])
    }
}
