import Contracts
import Foundation

/// What became of a file of the Sirene universe, as its sender reads it.
struct RegistryReport: Encodable, Sendable {
    /// What a load did to rows that were there.
    struct Changed: Encodable, Sendable {
        /// Lines whose SIREN the file names again with a later treatment.
        var doubled = 0
        /// Of a day's differences: units that were not there.
        var created: Int?
        var updated: Int?
        /// Of a day's differences: not newer than what was there.
        var unchanged: Int?
    }

    var id: String
    /// `units` or `establishments`
    var kind: String
    /// `stock` or `changes`
    var mode: String
    var filename: String?
    var lines: Int
    var stored: Int
    /// Establishments that are no head office.
    var passedOver: Int
    var refused: Int
    /// Values left out or doubted on lines that were stored.
    var flagged: Int
    var doubled: Int
    var created: Int?
    var updated: Int?
    var unchanged: Int?
    /// Of the registry afterwards.
    var registryRows: Int
    /// Latest treatment of INSEE in the file.
    var dataUntil: String?
    var reasons: [StockReason]
    /// `stored`: durable under their key; `merged`: with places and later differences; `indexed`; `analysed`: searchable.
    var seconds: [String: Double]
    var startedAt: String

    let startedOn: Date
    let until: Date?

    init(
        _ wish: RegistryLoad.Wish,
        _ count: StockCount,
        changed: Changed,
        rows: Int,
        seconds: [String: Double],
        startedAt: Date,
        until: Date?
    ) {
        id = UUIDv7.make().uuidString.lowercased()
        kind = wish.kind.rawValue
        mode = wish.isChanges ? "changes" : "stock"
        filename = wish.filename
        lines = count.lines
        stored = count.stored - changed.doubled
        passedOver = count.passedOver
        refused = count.tally.count(.refused)
        flagged = count.tally.count(.flagged)
        doubled = changed.doubled
        created = changed.created
        updated = changed.updated
        unchanged = changed.unchanged
        registryRows = rows
        dataUntil = until?.formatted(.iso8601)
        reasons = count.tally.reasons
        self.seconds = seconds
        self.startedAt = startedAt.formatted(.iso8601)
        startedOn = startedAt
        self.until = until
    }

    enum CodingKeys: String, CodingKey {
        case id, kind, mode, filename, lines, stored, refused, flagged, doubled, created, updated, unchanged, reasons
        case seconds
        case passedOver = "passed_over"
        case registryRows = "registry_rows"
        case dataUntil = "data_until"
        case startedAt = "started_at"
    }
}
