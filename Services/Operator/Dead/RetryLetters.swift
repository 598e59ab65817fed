import ArgumentParser
import Contracts
import Foundation
import Postgres

struct RetryLetters: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "retry",
        abstract: "Runs letters again, for the handler that failed and under their own identity.",
        discussion: """
            Letters named by id run at once; a group or a filter is previewed until --yes is added. The set is frozen: what
            fails meanwhile does not join it. --dry-run shows what today's code would make of them.
            """
    )

    @OptionGroup var letters: LetterOptions
    @Flag(help: "Show what would come of it; nothing is changed, announced or sent.") var dryRun = false
    @Flag(help: "Do it; without it a group or filter is only previewed.") var yes = false
    @OptionGroup var pace: PaceOptions
    @OptionGroup var common: CommonOptions

    func run() async throws {
        try letters.demanded()
        let context = try OperatorContext()
        let choice = try await choose(context)
        guard !choice.messages.isEmpty else {
            throw OperatorError("No open letter fits that could run. " + choice.text)
        }
        guard dryRun || yes || !letters.ids.isEmpty else {
            return try common.print(
                text: choice.text + "\nNothing was retried: add --yes to do it, or --dry-run to look first.",
                json: choice.shown
            )
        }
        var run = ReplayRun(
            id: UUIDv7.make(),
            kind: dryRun ? .current : .retry,
            service: nil,
            selection: letters.text
        )
        (run.rate, run.ramp) = (pace.rate, pace.ramp)
        let started = try await start(run, choice, context)
        try await ReplayExecution(context: context, run: started, pace: pace, common: common).finish()
    }

    private func choose(_ context: OperatorContext) async throws -> ReplayChoice {
        // By id, also those that are not open: to say why they do not run.
        let filter = letters.filter(
            states: letters.ids.isEmpty ? ["open"] : ["open", "replaying", "resolved", "discarded"]
        )
        let limit = pace.limit
        let (found, erasures) = try await context.read { tx in
            (
                try DeadLetterStore.list(filter, limit: limit + 1, in: tx),
                try ErasureStore.erasures(in: tx)
            )
        }
        try pace.admit(found.count)
        if let missing = letters.ids.first(where: { id in !found.contains { $0.id == id } }) {
            throw OperatorError("There is no dead letter \(missing.wireText).")
        }
        if let closed = found.first(where: { $0.state != "open" }) {
            throw OperatorError(Self.whyClosed(closed))
        }
        return ReplayChoice(letters: found.reversed(), erasures: Obstacles(erasures: erasures))
    }

    private static func whyClosed(_ letter: Letter) -> String {
        switch letter.state {
        case "replaying":
            "The letter \(letter.id.wireText) is being retried already: `filon replay list` shows by which run."
        case "resolved": "The letter \(letter.id.wireText) is resolved: its message was handled."
        default: "The letter \(letter.id.wireText) was discarded\(letter.note.map { " (\($0))" } ?? "")."
        }
    }

    private func start(
        _ run: ReplayRun,
        _ choice: ReplayChoice,
        _ context: OperatorContext
    ) async throws -> ReplayRun {
        let messages = choice.messages
        guard run.kind == .retry else {
            try await context.write { tx in try ReplayStore.create(run, messages, in: tx) }
            return run
        }
        let audit = Audit.entry("dead_letter.retried", "replay/\(run.id.wireText)", "\(messages.count) messages")
        return try await context.act(audit) { tx in
            let taken = Set(try ReplayStore.claim(messages.compactMap(\.letterID), for: run.id, in: tx))
            let ours = messages.filter { $0.letterID.map(taken.contains) ?? false }
            guard !ours.isEmpty else {
                throw OperatorError("Somebody else has just retried or discarded these; nothing was done.")
            }
            try ReplayStore.create(run, ours, in: tx)
            return run
        }
    }
}
