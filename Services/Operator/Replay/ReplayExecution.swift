import ArgumentParser
import Contracts
import Foundation
import Postgres

/// Brings a run that is written down to its end and prints what came of it; for a new one and for one that was cut off.
struct ReplayExecution {
    let context: OperatorContext
    let run: ReplayRun
    let pace: PaceOptions
    let common: CommonOptions

    struct Shown: Encodable {
        let run: String
        let kind: String
        let state: String
        let setHash: String
        let progress: ReplayProgress
    }

    /// - Throws: `ExitCode.failure` after the report, where messages failed or are missing; ``OperatorError`` that names
    ///   the way on, where something went away.
    func finish() async throws {
        do {
            try await carryOut()
        } catch let error as PostgresError where error.isUnavailable {
            throw OperatorError(
                "The database went away (\(error)). Nothing is lost and nothing is sent twice: `filon replay resume "
                    + "\(run.id.wireText)` goes on."
            )
        }
    }

    private func carryOut() async throws {
        let patience = Duration.seconds(pace.patience)
        if run.kind.isDry {
            try await DryRun(context: context, run: run, patience: patience).rehearse(tell: tell)
            let report = try await DryRunReport.make(of: run, context)
            return try common.print(text: report.text, json: report)
        }
        let sending = Sending(context: context, run: run, stopAbove: pace.stopAbove, patience: patience)
        let progress = try await sending.send(tell: tell)
        let ended = try await context.read { [run] tx in try ReplayStore.runs(run.id, limit: 1, in: tx).first } ?? run
        try common.print(text: Self.text(ended, progress), json: Self.shown(ended, progress))
        guard progress.failed == 0, progress.isOver else { throw ExitCode.failure }
    }

    /// On a terminal's error stream, so that what is printed stays clean.
    private func tell(_ progress: ReplayProgress) {
        guard !common.json, isatty(2) == 1 else { return }
        let line = "\r\(progress.done) done, \(progress.failed) failed, \(progress.waiting + progress.sent) to come   "
        FileHandle.standardError.write(Data(line.utf8))
    }

    static func shown(_ run: ReplayRun, _ progress: ReplayProgress) -> Shown {
        Shown(
            run: run.id.wireText,
            kind: run.kind.rawValue,
            state: run.state,
            setHash: run.setHash,
            progress: progress
        )
    }

    static func text(_ run: ReplayRun, _ progress: ReplayProgress) -> String {
        var line = "Run \(run.id.wireText), \(run.state): \(progress.done) done, \(progress.failed) failed"
        if progress.skipped > 0 { line += ", \(progress.skipped) skipped" }
        if progress.waiting + progress.sent > 0 { line += ", \(progress.waiting + progress.sent) to come" }
        if let note = run.note { line += "\n  \(note)" }
        if progress.failed > 0 {
            line +=
                "\n  `filon dead list` shows the failed ones again, `filon replay show \(run.id.wireText)` all of it."
        }
        return line
    }
}
