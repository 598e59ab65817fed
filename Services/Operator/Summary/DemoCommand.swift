import ArgumentParser
import Foundation

struct DemoCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo",
        abstract: "Imports a list, waits until every lead stands in an end state and shows what became of each.",
        discussion: "`make demo` calls it with the demonstration list on a stack of its own."
    )

    @Argument(help: "CSV of companies.", completion: .file()) var file: String
    @Option(help: "Write what became of each company to this file.", completion: .file()) var summary: String?
    @Option(help: "Seconds until giving up.") var patience = 300
    @OptionGroup var common: CommonOptions

    func run() async throws {
        let run = try await ImportRun.begin(file: file, department: nil, isDryRun: false, patience: patience)
        let summary = try await run.summary()
        if let path = self.summary { try summary.write(to: path) }
        try common.print(text: SummaryTable(summary).text + "\n\n" + summary.sentence, json: summary)
    }
}
