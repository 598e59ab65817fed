import Contracts
import Foundation

/// An import as its worker needs it.
struct ImportBatch: Sendable {
    var id: UUID
    var department: DepartmentID
    var source: String
    var isDryRun: Bool
    var plan: ColumnPlan
    var createdAt: Date
    var counts: ImportCounts
}

/// How many rows came to what.
struct ImportCounts: Equatable, Sendable {
    var rows = 0
    var created = 0
    var updated = 0
    var unchanged = 0
    var toIdentify = 0
    var refused = 0

    mutating func add(_ result: RowResult) {
        switch result {
        case .created: created += 1
        case .updated: updated += 1
        case .unchanged: unchanged += 1
        case .toIdentify: toIdentify += 1
        case .refused: refused += 1
        }
    }
}

/// An import as `GET /v1/imports/{id}` shows it.
struct ImportReport: Encodable, Equatable, Sendable {
    struct Fault: Encodable, Equatable, Sendable {
        var line: Int
        var column: String?
        var code: String
        var message: String

        /// Written by hand so that a fault without a column says so.
        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(line, forKey: .line)
            try container.encode(column, forKey: .column)
            try container.encode(code, forKey: .code)
            try container.encode(message, forKey: .message)
        }

        enum CodingKeys: String, CodingKey {
            case line, column, code, message
        }
    }

    var id: String
    /// `running`, `done` or `undone`
    var status: String
    var rows: Int
    var created: Int
    var updated: Int
    var unchanged: Int
    var toIdentify: Int
    var refused: Int
    /// the first ``ImportStore/faultsMax`` refused lines
    var errors: [Fault]
    /// of an undone import: what was kept because somebody else changed or confirmed it since
    var kept: [KeptField]?

    enum CodingKeys: String, CodingKey {
        case id, status, rows, created, updated, unchanged, refused, errors, kept
        case toIdentify = "to_identify"
    }
}

/// Something that an undo left as it is.
struct KeptField: Codable, Equatable, Sendable {
    var line: Int
    /// `company`, `lead` or `contact`
    var thing: String
    /// nil: the whole thing, since a later import speaks of it too
    var field: String?
}
