import ArgumentParser
import Contracts
import Foundation

/// A run by its id, or an error that says what there is.
private func kept(_ id: UUID, _ context: OperatorContext) async throws -> ReplayRun {
    guard let run = try await context.read({ tx in try ReplayStore.runs(id, limit: 1, in: tx).first }) else {
        throw OperatorError("There is no run \(id.wireText). `filon replay list` shows those of the last 30 days.")
    }
    return run
}

struct ListReplays: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "list", abstract: "Runs, newest first.")

    @Option(help: "At most so many.") var limit = 20
    @OptionGroup var common: CommonOptions

    func run() async throws {
        let (context, atMost) = (try OperatorContext(), max(1, min(1_000, limit)))
        let runs = try await context.read { tx in
            try ReplayStore.runs(nil, limit: atMost, in: tx).map { ($0, try ReplayStore.progress($0.id, in: tx)) }
        }
        let lines = runs.map { run, progress in
            TextTable.row([
                (run.id.wireText, 36), (run.requestedAt.formatted(.iso8601), 20), (run.kind.rawValue, 16),
                (run.state, 9), ("\(progress.done)/\(progress.total)", 13), (run.selection, 60),
            ])
        }
        try common.print(
            text: lines.isEmpty ? "Nothing was run again." : lines.joined(separator: "\n"),
            json: ["runs": runs.map(ReplayExecution.shown)]
        )
    }
}

struct ShowReplay: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "How far a run has come; of a dry run, the differences."
    )

    @Argument(help: "The run.") var id: UUID
    @OptionGroup var common: CommonOptions

    func run() async throws {
        let context = try OperatorContext()
        let run = try await kept(id, context)
        if run.kind.isDry {
            let report = try await DryRunReport.make(of: run, context)
            return try common.print(text: report.text, json: report)
        }
        let progress = try await context.read { tx in try ReplayStore.progress(run.id, in: tx) }
        try common.print(text: ReplayExecution.text(run, progress), json: ReplayExecution.shown(run, progress))
    }
}

struct ResumeReplay: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "resume",
        abstract: "Goes on with a run whose tool, broker or database went away."
    )

    @Argument(help: "The run.") var id: UUID
    @OptionGroup var pace: PaceOptions
    @OptionGroup var common: CommonOptions

    func run() async throws {
        let context = try OperatorContext()
        var run = try await kept(id, context)
        guard run.state == "running" else { throw OperatorError("The run \(id.wireText) is \(run.state).") }
        (run.rate, run.ramp) = (pace.rate ?? run.rate, pace.ramp ?? run.ramp)
        try await ReplayExecution(context: context, run: run, pace: pace, common: common).finish()
    }
}

struct CancelReplay: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cancel",
        abstract: "Ends a run: what was not sent is not sent, and letters it took are open again."
    )

    @Argument(help: "The run.") var id: UUID
    @OptionGroup var common: CommonOptions

    func run() async throws {
        let context = try OperatorContext()
        let run = try await kept(id, context)
        guard run.state == "running" else { throw OperatorError("The run \(id.wireText) is \(run.state) already.") }
        let (ended, progress) = try await context.write { tx in
            try ReplayStore.end(run.id, "cancelled", "cancelled by \(ReplayRun.actor)", in: tx)
            return (try ReplayStore.runs(run.id, limit: 1, in: tx).first, try ReplayStore.progress(run.id, in: tx))
        }
        try common.print(
            text: ReplayExecution.text(ended ?? run, progress),
            json: ReplayExecution.shown(ended ?? run, progress)
        )
    }
}
