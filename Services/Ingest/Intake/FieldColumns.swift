import Foundation
import Postgres

/// Records as the columns of a set-wise write, and rows back as records.
extension Array where Element == Record {
    func column(_ field: String) -> [String?] { map { $0.fields[field] } }

    var ids: [UUID] { map(\.id) }
    var versions: [Int64] { map(\.version) }

    func stamps() throws -> [JSONB] {
        try map { JSONB([UInt8](try JSONEncoder().encode($0.fields.stamps))) }
    }

    /// The extra columns of leads, as one object each.
    func extras() throws -> [JSONB] {
        try map { record in
            var extra: [String: String] = [:]
            for (field, text) in record.fields.texts where field.hasPrefix(Column.extraPrefix) {
                extra[String(field.dropFirst(Column.extraPrefix.count))] = text
            }
            return JSONB([UInt8](try JSONEncoder().encode(extra)))
        }
    }
}

extension Fields {
    /// - Parameter stamps: as `stamps` columns hold them; an unreadable one counts as never said.
    init(_ texts: [String: String?], extra: JSONB? = nil, stamps: JSONB) throws {
        var known = texts.compactMapValues { $0 }
        if let extra {
            let object = try JSONDecoder().decode([String: String].self, from: Data(extra.bytes))
            for (header, text) in object { known[Column.extraPrefix + header] = text }
        }
        self.init(texts: known, stamps: try JSONDecoder().decode([String: Int64].self, from: Data(stamps.bytes)))
    }
}
