import CSV
import Contracts
import Foundation

/// One JSON object as a row: its keys are the headers. Lists (Airtable's) are joined; nested objects are kept as text.
enum JSONRow {
    /// - Throws: ``RowFault`` when the bytes are no JSON object, hold too many keys, or a key with a NUL.
    static func read(_ bytes: some Collection<UInt8>) throws(RowFault) -> ReadRow {
        guard let parsed = try? Wire.decode([String: JSONCell].self, from: Array(bytes)) else {
            throw .notAnObject
        }
        return try read(parsed.mapValues(\.text))
    }

    /// Keys in order, so that of two keys for one field always the same wins.
    static func read(_ values: [String: String]) throws(RowFault) -> ReadRow {
        guard values.count <= CSVDialect.columnsMax else {
            throw RowFault(
                "too_many_columns",
                "L’objet a \(values.count) clés, \(CSVDialect.columnsMax) au plus. Retirez-en."
            )
        }
        // The columns of tables take none; a header is stored as it is, beside a value that Filon does not know.
        guard !values.keys.contains(where: { $0.utf8.contains(0) }) else { throw .nulByte }
        let sorted = values.sorted { $0.key < $1.key }
        return try RowReader(plan: ColumnPlan(headers: sorted.map(\.key))).read(sorted.map(\.value))
    }
}

/// A JSON value as a list's cell.
enum JSONCell: Decodable, Equatable {
    case text(String)
    case list([JSONCell])
    case object([String: JSONCell])

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if container.decodeNil() {
            self = .text("")
        } else if let text = try? container.decode(String.self) {
            self = .text(text)
        } else if let flag = try? container.decode(Bool.self) {
            self = .text(flag ? "true" : "false")
        } else if let number = try? container.decode(Decimal.self) {
            self = .text("\(number)")
        } else if let list = try? container.decode([JSONCell].self) {
            self = .list(list)
        } else {
            self = .object(try container.decode([String: JSONCell].self))
        }
    }

    var text: String {
        switch self {
        case .text(let text): text
        case .list(let cells): cells.map(\.text).filter { !$0.isEmpty }.joined(separator: ", ")
        case .object(let object):
            object.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value.text)" }.joined(separator: ", ")
        }
    }
}

extension RowFault {
    static let notAnObject = RowFault(
        "not_json",
        "La ligne n’est pas un objet JSON. Écrivez par exemple {\"siren\": \"…\", \"nom\": \"…\"}."
    )
}
