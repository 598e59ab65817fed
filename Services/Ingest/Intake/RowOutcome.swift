import Foundation

/// What a row came to.
enum RowResult: String, Sendable, CaseIterable {
    case created, updated, unchanged, refused
    case toIdentify = "to_identify"
}

/// What one row did, for its line in the import, for undo and for whoever sent it.
struct RowOutcome: Sendable {
    /// By thing (`company`, `lead`, `contact`), by field. A thing that the row made is null.
    typealias Before = [String: [String: String?]?]
    typealias After = [String: [String: String]]

    var result: RowResult
    /// The reason of a refusal, or a remark on a row that stands.
    var fault: RowFault?
    var companyID: UUID?
    var leadID: UUID?
    var contactID: UUID?
    var before: Before = [:]
    var after: After = [:]

    static func refused(_ fault: RowFault) -> RowOutcome { RowOutcome(result: .refused, fault: fault) }

    mutating func note(_ thing: String, isMade: Bool, _ changes: [String: (before: String?, after: String)]) {
        guard isMade || !changes.isEmpty else { return }
        after[thing] = changes.mapValues(\.after)
        before.updateValue(isMade ? nil : changes.mapValues(\.before), forKey: thing)
    }
}

/// A row with the moment it was said.
struct Statement: Sendable {
    var row: ReadRow
    /// µs since 1970.
    var at: Int64
    /// Where it comes from: the token's source or the submitter's.
    var source: String
}

extension Date {
    /// Whole microseconds since 1970; bounded, so that no date traps.
    var microseconds: Int64 {
        Int64(max(-9e15, min(9e15, (timeIntervalSince1970 * 1_000_000).rounded())))
    }
}
