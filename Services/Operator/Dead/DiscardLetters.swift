import ArgumentParser
import Contracts
import Foundation
import Postgres

struct DiscardLetters: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "discard",
        abstract: "Gives letters up: they are kept, and never run again.",
        discussion: "Letters named by id are given up at once; a group or a filter is previewed until --yes is added."
    )

    @OptionGroup var letters: LetterOptions
    @Option(help: "Why; kept beside each letter. No personal data.") var because: String
    @Flag(help: "Do it; without it a group or filter is only previewed.") var yes = false
    @Option(help: "Letters at most; a larger selection is refused whole.") var limit = 100_000
    @OptionGroup var common: CommonOptions

    struct Report: Encodable {
        let discarded: Int
        let alreadyClosed: Int
    }

    func run() async throws {
        try letters.demanded()
        guard !because.isEmpty, because.count <= 500 else {
            throw OperatorError("--because takes 1 to 500 characters.")
        }
        let (context, filter, atMost) = (try OperatorContext(), letters.filter(), max(1, limit))
        let found = try await context.read { tx in try DeadLetterStore.list(filter, limit: atMost + 1, in: tx) }
        guard found.count <= atMost else { throw OperatorError("More than \(atMost) letters fit: nothing was done.") }
        guard !found.isEmpty else { throw OperatorError("No open letter fits; nothing was done.") }
        guard yes || !letters.ids.isEmpty else {
            let choice = ReplayChoice(letters: found, erasures: Obstacles(erasures: []))
            return try common.print(
                text: "\(found.count) letters would be discarded. Nothing was: add --yes to do it.",
                json: choice.shown
            )
        }
        let (ids, note) = (found.map(\.id), because)
        let audit = Audit.entry("dead_letter.discarded", "dead_letter/\(ids[0].wireText)", "\(ids.count) letters")
        let discarded = try await context.act(audit) { tx in
            try DeadLetterStore.discard(ids, note: note, in: tx).count
        }
        try common.print(
            text: "\(discarded) discarded."
                + (discarded < ids.count ? " \(ids.count - discarded) were not open any more." : ""),
            json: Report(discarded: discarded, alreadyClosed: ids.count - discarded)
        )
        guard discarded == ids.count else { throw ExitCode.failure }
    }
}
