import ArgumentParser
import Foundation
import Postgres

struct DeadCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "dead",
        abstract: "Dead letters.",
        subcommands: [List.self]
    )

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Lists what could not be handled, newest first.")
        @Option(help: "At most so many.") var limit = 50
        @OptionGroup var common: CommonOptions

        func run() async throws {
            let letters = try await OperatorContext().read { [limit] tx in
                try DeadLetterStore.open(limit: max(1, min(10_000, limit)), in: tx)
            }
            let lines = letters.map { letter in
                TextTable.row([
                    (letter.failedAt.formatted(.iso8601), 20), (letter.handler, 36), (letter.errorClass ?? "", 20),
                    (letter.reason, 60),
                ])
            }
            try common.print(
                text: lines.isEmpty ? "No dead letters." : lines.joined(separator: "\n"),
                json: ["dead_letters": letters]
            )
        }
    }
}
