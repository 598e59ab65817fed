import Contracts
import Foundation

/// Waits for a search that enrichment makes.
struct SearchWait: Sendable {
    let context: OperatorContext
    let search: SearchID
    let patience: Int

    /// - Throws: ``OperatorError`` when it failed or was stopped, or when time is up.
    func untilEnded() async throws -> FoundBySearch {
        let end = ContinuousClock.now + .seconds(patience)
        while true {
            guard var found = try await context.read({ [search] tx in try FoundSearchStore.state(of: search, in: tx) })
            else { throw OperatorError("Enrichment does not know this search.") }
            switch found.state {
            case "running":
                Progress.show(found.progress)
                guard ContinuousClock.now < end else {
                    throw OperatorError("Time is up; \(found.progress). Go on with: \(resume)")
                }
                try await Task.sleep(for: .milliseconds(250))
            case "failed":
                throw OperatorError("The selection is too wide: it falls into too many parts. Narrow it.")
            case "stopped": throw OperatorError("The search was stopped. \(found.sentence)")
            default:
                Progress.clear()
                (found.gaps, found.sirens) = try await context.read { [search] tx in
                    (try FoundSearchStore.gaps(of: search, in: tx), try FoundSearchStore.sirens(of: search, in: tx))
                }
                return found
            }
        }
    }

    private var resume: String { "filon import search --resume \(search)" }
}
