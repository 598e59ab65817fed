import Contracts
import Foundation
import FrenchBusiness

/// What became of a bulk file, as its sender reads it.
struct RatiosReport: Encodable, Sendable {
    struct Reason: Encodable, Sendable {
        var code: String
        var weight: RatioFault.Weight
        /// In French.
        var message: String
        var count: Int
        /// The first lines, the header being 1.
        var lines: [Int]
    }

    let id: UUID
    let filename: String?
    /// The day whose data the file holds.
    let date: CivilDate
    let lines: Int
    let stored: Int
    let refused: Int
    /// Values left out or doubted on lines that were stored.
    let flagged: Int
    let reasons: [Reason]
    let seconds: Double
    let startedAt: Date
    /// Companies of the base about which the file knows accounts that nobody knew: they are looked at again.
    private(set) var companiesToLookAt = 0

    init(_ wish: RatiosLoad.Wish, _ reader: RatioReader, seconds: Double, startedAt: Date) {
        id = UUIDv7.make()
        filename = wish.filename
        date = wish.date
        lines = reader.linesRead
        stored = reader.stored
        refused = reader.tally.count(.refused)
        flagged = reader.tally.count(.flagged)
        reasons = reader.tally.reasons
        self.seconds = (seconds * 1000).rounded() / 1000
        self.startedAt = startedAt
    }

    func having(again companies: Int) -> RatiosReport {
        var report = self
        report.companiesToLookAt = companies
        return report
    }

    /// JSON with `snake_case` keys.
    var json: [UInt8] {
        let encoder = JSONEncoder()
        encoder.keyEncodingStrategy = .convertToSnakeCase
        encoder.dateEncodingStrategy = .iso8601
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return (try? encoder.encode(self)).map { [UInt8]($0) } ?? Array("{}".utf8)
    }
}
