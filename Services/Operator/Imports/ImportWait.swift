import Foundation
import Postgres

/// Waits until every row of an import has come to its end.
struct ImportWait: Sendable {
    let context: OperatorContext
    let importID: UUID
    let end: ContinuousClock.Instant

    /// - Throws: ``OperatorError`` naming what is missing when time is up.
    func untilSettled() async throws {
        while true {
            let asked = ContinuousClock.now
            let groups = try await context.read { [importID] tx in try ProgressStore.groups(of: importID, in: tx) }
            let tally = StageTally(groups)
            if tally.isSettled { return Progress.clear() }
            Progress.show(tally.sentence)
            guard ContinuousClock.now < end else { throw OperatorError(complaint(tally)) }
            // A large import's question takes longer: most of the time is left to the services.
            let cost = asked.duration(to: .now)
            try await Task.sleep(for: max(.milliseconds(200), min(.seconds(10), cost * 3)))
        }
    }

    private func complaint(_ tally: StageTally) -> String {
        let lines = tally.stuck.map { "  line \($0.line): \($0.stage.missing)" }
        return "Time is up; \(tally.sentence).\n" + lines.joined(separator: "\n")
            + "\nThe services go on. `filon status` shows which of them does not; `filon explain company SIREN` shows one."
    }
}
