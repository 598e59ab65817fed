import ArgumentParser
import Contracts
import Foundation
import Postgres

struct ListLetters: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "Lists what could not be handled, newest first."
    )

    @OptionGroup var letters: LetterOptions
    @Flag(help: "Causes with their numbers instead of single letters.") var groups = false
    @Flag(help: "Also those being retried, resolved or discarded.") var all = false
    @Option(help: "At most so many.") var limit = 50
    @OptionGroup var common: CommonOptions

    func run() async throws {
        let (context, atMost) = (try OperatorContext(), max(1, min(10_000, limit)))
        if groups { return try await printGroups(context, atMost) }
        let filter = letters.filter(states: all ? ["open", "replaying", "resolved", "discarded"] : ["open"])
        let found = try await context.read { tx in try DeadLetterStore.list(filter, limit: atMost, in: tx) }
        let lines = found.map { letter in
            TextTable.row([
                (letter.id.wireText, 36), (letter.failedAt.formatted(.iso8601), 20), (letter.state, 9),
                (letter.handler, 32), (letter.errorClass ?? "", 18), (letter.reason, 60),
            ])
        }
        try common.print(
            text: lines.isEmpty ? "No dead letters." : lines.joined(separator: "\n"),
            json: ["dead_letters": found.map(\.shown)]
        )
    }

    private func printGroups(_ context: OperatorContext, _ atMost: Int) async throws {
        let groups = try await context.read { tx in try DeadLetterStore.groups(limit: atMost, in: tx) }
        let lines = groups.map { group in
            TextTable.row([
                (group.group, 16), ("\(group.letters)", 7), (group.handler, 32), (group.errorClass, 18),
                (group.reason, 70),
            ])
        }
        try common.print(
            text: lines.isEmpty ? "No dead letters." : lines.joined(separator: "\n"),
            json: ["groups": groups]
        )
    }
}
