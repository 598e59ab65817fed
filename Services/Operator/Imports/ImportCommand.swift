import ArgumentParser
import Contracts
import Foundation
import HTTPClient
import ServiceKit

struct ImportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Brings prospects in, the universe that they are chosen from, and published accounts in bulk.",
        subcommands: [Companies.self, SireneImport.self, RatiosImport.self, SearchImport.self]
    )

    struct Companies: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Hands a CSV file of companies to ingest's door.",
            discussion: "Needs FILON_INGEST_URL and FILON_INGEST_TOKEN. The token says for which department."
        )

        @Argument(help: "CSV; headers as README lists them.", completion: .file()) var file: String
        @Flag(help: "Wait until every lead stands in an end state.") var wait = false
        @Option(help: "With --wait: write what became of each company to this file.", completion: .file())
        var summary: String?
        @Option(help: "Import for this department, with a token made for this import.") var department: DepartmentID?
        @Flag(help: "Only count what would happen; nothing is written.") var dryRun = false
        @Option(help: "With --wait: seconds until giving up.") var patience = 300
        @OptionGroup var common: CommonOptions

        func validate() throws {
            if summary != nil, !wait { throw ValidationError("--summary needs --wait.") }
            if wait, dryRun { throw ValidationError("--dry-run imports nothing that could be waited for.") }
        }

        func run() async throws {
            let run = try await ImportRun.begin(
                file: file,
                department: department,
                isDryRun: dryRun,
                patience: patience
            )
            if !common.json { run.report.faults.forEach(Progress.say) }
            guard wait else {
                return try common.print(
                    text: "Import \(run.report.id): \(run.report.sentence).",
                    json: run.report
                )
            }
            let summary = try await run.summary()
            if let path = self.summary { try summary.write(to: path) }
            try common.print(
                text: "Import \(run.report.id): \(run.report.sentence). \(summary.sentence)",
                json: summary
            )
        }
    }
}
