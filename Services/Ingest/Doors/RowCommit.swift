import Messaging
import Postgres

/// Commits understood rows while their sender waits. What another transaction's turn undid (a deadlock, a race for the
/// same new companies) is tried again, so that the sender does not hear of it; how often is bounded.
struct RowCommit: Sendable {
    private static let attemptsMax = 5

    let messenger: Messenger

    /// - Returns: one outcome per statement, in order.
    /// - Throws: ``PostgresError``; ``IntakeRace``; `CancellationError`.
    func commit(_ statements: [Statement], _ token: IngestToken) async throws -> [RowOutcome] {
        guard !statements.isEmpty else { return [] }
        for attempt in 1..<Self.attemptsMax {
            do {
                return try await once(statements, token)
            } catch let error where Self.isOfOthers(error) {
                try await Task.sleep(for: .milliseconds(Int.random(in: 1...20 * attempt)))  // jitter, not a wait
            }
        }
        return try await once(statements, token)
    }

    private func once(_ statements: [Statement], _ token: IngestToken) async throws -> [RowOutcome] {
        try await messenger.commit { tx in
            let result = try Intake.take(statements, department: token.department, in: tx)
            return (result.outcomes, result.announcements.map(\.event))
        }
    }

    private static func isOfOthers(_ error: any Error) -> Bool {
        error is IntakeRace || (error as? PostgresError)?.isRetriableAtOnce == true
    }
}
