/// Rows of a dataset as files.
enum DatasetExport {
    /// One line a row after the names of the fields; the separator is a semicolon unless `delimiter` says otherwise.
    /// The variant `capital_headers` writes the names as the file on data.gouv.fr has them: `Siren`.
    static func csv(_ rows: [JSONValue], _ asked: Asked) -> Answer {
        let separator = asked.query["delimiter"].flatMap { $0.count == 1 ? $0 : nil } ?? ";"
        var lines: [String] = []
        for row in rows {
            guard case .object(let members) = row else { continue }
            if lines.isEmpty { lines.append(members.map { header($0.key, asked) }.joined(separator: separator)) }
            lines.append(members.map { quoted($0.value.cell, separator) }.joined(separator: separator))
        }
        return .text(lines.map { $0 + "\r\n" }.joined(), type: "text/csv; charset=utf-8")
    }

    static func json(_ rows: [JSONValue]) -> Answer { Answer(body: .array(rows)) }

    private static func header(_ key: String, _ asked: Asked) -> String {
        asked.has("capital_headers") ? key.prefix(1).uppercased() + key.dropFirst() : key
    }

    private static func quoted(_ cell: String, _ separator: String) -> String {
        guard cell.contains(separator) || cell.contains("\"") || cell.contains(where: \.isNewline) else { return cell }
        return "\"" + cell.replacing("\"", with: "\"\"") + "\""
    }
}

extension JSONValue {
    /// The text by which rows are compared.
    var comparable: String {
        switch self {
        case .string(let text): text
        case .integer(let number): String(number)
        case .bool(let value): String(value)
        case .decimal: text
        case .null, .array, .object: ""
        }
    }

    /// The text of one cell of a file; lists are joined by commas.
    var cell: String {
        switch self {
        case .array(let values): values.map(\.comparable).joined(separator: ",")
        case .object: text
        default: comparable
        }
    }
}
