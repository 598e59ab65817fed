import ArgumentParser
import Contracts
import Foundation
import ServiceKit

/// `filon import ratios`.
struct RatiosImport: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ratios",
        abstract: "Hands the bulk file of ratios_inpi_bce to enrichment's door; it replaces the one of before.",
        discussion: """
            The CSV of data.economie.gouv.fr or data.gouv.fr, with semicolons or commas: columns are found by name. While \
            the file is younger than a week its companies cost no call to that source. `curl … | filon import ratios -` \
            needs no room for it. Until a file is whole, look-ups read the one of before. Needs FILON_ENRICHMENT_URL, \
            and the bus for a permit.
            """
    )

    @Argument(help: "CSV, or - for standard input.", completion: .file()) var file: String
    @Option(help: "The day whose data it holds, YYYY-MM-DD; without it the day on which the file was changed last.")
    var date: String?
    @Flag(help: "Take a file that is less than half as large as the one of now.") var allowSmaller = false
    @OptionGroup var common: CommonOptions

    private static let provider = "ratios_inpi_bce"

    func run() async throws {
        let source = try UploadSource(file, reader: "enrichment stores them")
        let context = try OperatorContext()
        let url = try context.settings.text("FILON_ENRICHMENT_URL", "enrichment's address; `. .local/env` sets it")
        var query = [URLQueryItem(name: "date", value: date ?? Self.day(of: file))]
        if allowSmaller { query.append(URLQueryItem(name: "allow_smaller", value: "true")) }
        if file != "-" {
            query.append(URLQueryItem(name: "filename", value: URL(fileURLWithPath: file).lastPathComponent))
        }
        let door = EnrichmentDoor(url: url, permit: try await Self.permit(context))
        let report = try await door.load(source, Self.provider, query)
        Progress.clear()
        if !common.json { report.faults.forEach(Progress.say) }
        try common.print(text: report.sentence, json: report)
    }

    /// Opens the door once.
    private static func permit(_ context: OperatorContext) async throws -> String {
        let secret = Secret()
        let request = ProviderRequested(
            actor: "operator",
            action: "load",
            provider: provider,
            tokenHash: try await secret.fingerprint(context)
        )
        try await RequestSender(context: context).send([request])
        return secret.text
    }

    /// In Paris.
    private static func day(of file: String) -> String {
        let facts = try? FileManager.default.attributesOfItem(atPath: file)
        let isFile = facts?[.type] as? FileAttributeType == .typeRegular
        let moment = (isFile ? facts?[.modificationDate] as? Date : nil) ?? Date()
        let zone = TimeZone(identifier: "Europe/Paris") ?? .gmt
        return moment.formatted(Date.ISO8601FormatStyle(timeZone: zone).year().month().day())
    }
}

/// What enrichment says of a bulk file.
struct RatiosReport: Codable, Sendable {
    let id: UUID
    let filename: String?
    let date: String
    let lines: Int
    let stored: Int
    let refused: Int
    let flagged: Int
    let companiesToLookAt: Int
    let reasons: [RegistryReport.Reason]
    let seconds: Double
    let startedAt: String

    /// Why lines or values were left out, for people.
    var faults: [String] { reasons.map(\.sentence) }

    /// One line for people.
    var sentence: String {
        "\(lines) lines: \(stored) stored, \(refused) refused, \(flagged) values flagged. The file of \(date) is in use; "
            + "\(companiesToLookAt) companies of the base are looked at again."
    }
}
