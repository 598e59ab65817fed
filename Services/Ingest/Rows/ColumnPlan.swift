/// What each column of a list means. Stands in `import_batches.mapping` as it is, so that rows read today are
/// understood the same way after a restart.
struct ColumnPlan: Codable, Equatable, Sendable {
    struct Column: Codable, Equatable, Sendable {
        var header: String
        /// raw value of a ``ListField``; nil: kept as an extra column
        var field: String?

        var meaning: ListField? { field.flatMap(ListField.init(rawValue:)) }
    }

    var columns: [Column]
    /// False for a bare list of numbers: its first line is a row.
    var hasHeader: Bool

    init(columns: [Column], hasHeader: Bool) {
        self.columns = columns
        self.hasHeader = hasHeader
    }

    /// Headers as given, for doors that name each value. Beside a column for the company, a bare "nom" is a person's.
    init(headers: [String]) {
        let namesCompany = headers.contains(where: ListField.isOfCompanyOnly)
        var seen: [String: Int] = [:]
        columns = headers.enumerated().map { index, header in
            let plain = header.trimmedBlanks
            let named = plain.isEmpty ? "colonne \(index + 1)" : String(plain.prefix(200))
            let count = (seen[named] ?? 0) + 1
            seen[named] = count
            let unique = count == 1 ? named : "\(named) (\(count))"
            let field = namesCompany && ListField.isOfAnybody(plain) ? .contact : ListField(header: plain)
            return Column(header: unique, field: field?.rawValue)
        }
        hasHeader = true
    }

    /// True if a row can say which company it is about.
    var identifies: Bool {
        columns.contains { $0.meaning == .siren || $0.meaning == .siret || $0.meaning == .name }
    }

    /// The plan that a file's first row stands for: a header, or a bare list of SIREN or SIRET without one.
    static func plan(firstRow cells: [String]) throws(FileFault) -> ColumnPlan {
        let filled = cells.lastIndex { !$0.trimmedBlanks.isEmpty }.map { $0 + 1 } ?? 0
        let named = ColumnPlan(headers: Array(cells.prefix(filled)))
        if named.identifies { return named }
        guard let number = cells.firstIndex(where: looksLikeNumber) else { throw .unknownHeader }
        let columns = (0..<filled).map { index in
            Column(header: "colonne \(index + 1)", field: index == number ? ListField.siren.rawValue : nil)
        }
        return ColumnPlan(columns: columns, hasHeader: false)
    }

    /// Nine or fourteen digits, spaces and dots aside.
    private static func looksLikeNumber(_ cell: String) -> Bool {
        let characters = cell.filter { !$0.isWhitespace && $0 != "." }
        return [9, 14].contains(characters.utf8.count) && characters.utf8.allSatisfy { (48...57).contains($0) }
    }
}

extension StringProtocol {
    /// Without blanks of any kind at the ends, nor the invisible marks that spreadsheets leave.
    var trimmedBlanks: String {
        func isBlank(_ scalar: Unicode.Scalar) -> Bool {
            scalar.properties.isWhitespace || scalar.value == 0x200B || scalar.value == 0x2060 || scalar.value == 0xFEFF
        }
        let scalars = unicodeScalars
        guard let first = scalars.firstIndex(where: { !isBlank($0) }),
            let last = scalars.lastIndex(where: { !isBlank($0) })
        else { return "" }
        return String(self[first...last])
    }
}
