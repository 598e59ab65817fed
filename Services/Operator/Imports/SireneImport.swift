import ArgumentParser
import Foundation
import HTTPClient
import ServiceKit

/// `filon import sirene`.
struct SireneImport: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sirene",
        abstract: "Hands a file of INSEE's Sirene stock to ingest's door; it replaces the universe once it is whole.",
        discussion: """
            The CSV of StockUniteLegale, of any width: columns are found by name. `unzip -p StockUniteLegale_utf8.zip | \
            filon import sirene -` needs no room for the unpacked file. Run it again whenever you like; until a file is \
            loaded and indexed, searches see the universe of before. Needs FILON_INGEST_URL, and the bus for a token.
            """
    )

    @Argument(help: "CSV, or - for standard input.", completion: .file()) var file: String
    @Flag(help: "The file is StockEtablissement: takes postcode, town and département of head offices from it.")
    var establishments = false
    @Flag(help: "The file holds only what changed: newer rows are merged in, older ones change nothing.")
    var changes = false
    @Flag(help: "Take a stock that is less than half as large as the universe of now.") var allowSmaller = false
    @OptionGroup var common: CommonOptions

    func run() async throws {
        let source = try UploadSource(file)
        let context = try OperatorContext()
        let url = try context.settings.text("FILON_INGEST_URL", "ingest's address; `. .local/env` sets it")
        let door = RegistryDoor(url: url, token: try await IngestTokens.forRegistry(context))
        var query = [URLQueryItem(name: "kind", value: establishments ? "establishments" : "units")]
        if changes { query.append(URLQueryItem(name: "changes", value: "true")) }
        if allowSmaller { query.append(URLQueryItem(name: "allow_smaller", value: "true")) }
        if file != "-" {
            query.append(URLQueryItem(name: "filename", value: URL(fileURLWithPath: file).lastPathComponent))
        }
        let report = try await door.load(source, query)
        Progress.clear()
        if !common.json { report.faults.forEach(Progress.say) }
        try common.print(text: report.sentence, json: report)
    }
}

/// What ingest says of a file of the universe.
struct RegistryReport: Codable, Sendable {
    struct Reason: Codable, Sendable {
        let code: String
        /// `refused` (the line is not stored), `flagged` (a value of it is left out or doubted) or `note`
        let weight: String
        let message: String
        let count: Int
        let lines: [Int]

        /// For people.
        var sentence: String {
            let first = lines.prefix(5).map(String.init).joined(separator: ", ")
            let place = lines.isEmpty ? "" : " (line \(first)\(count > 5 ? "…" : ""))"
            return "\(weight) \(count) × \(code): \(message)\(place)"
        }
    }

    let id: String
    let kind: String
    let mode: String
    let filename: String?
    let lines: Int
    let stored: Int
    let passedOver: Int
    let refused: Int
    let flagged: Int
    let doubled: Int
    let created: Int?
    let updated: Int?
    let unchanged: Int?
    let registryRows: Int
    let dataUntil: String?
    let reasons: [Reason]
    let seconds: [String: Double]
    let startedAt: String

    /// Why lines or values were left out, for people.
    var faults: [String] { reasons.map(\.sentence) }

    /// One line for people.
    var sentence: String {
        var parts = ["\(lines) lines: \(stored) stored", "\(refused) refused", "\(flagged) values flagged"]
        if passedOver > 0 { parts.append("\(passedOver) that are no head office") }
        if doubled > 0 { parts.append("\(doubled) named twice") }
        if let created, let updated, let unchanged {
            parts.append("\(created) new, \(updated) changed, \(unchanged) not newer")
        }
        let until = dataUntil.map { ", data until \($0.prefix(10))" } ?? ""
        return parts.joined(separator: ", ") + ". The universe has \(registryRows) units\(until)."
    }
}
