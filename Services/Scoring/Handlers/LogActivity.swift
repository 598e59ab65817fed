import Contracts
import Messaging
import Postgres

/// Keeps what was done with a lead, and scores it again: an exchange counts, and fades.
///
/// Writes `activities`, `scores`, `score_lines`; announces ``LeadScored``.
struct LogActivity: BatchHandler {
    static let name = "scoring.log-activity"

    let rescore: Rescore

    func handle(
        _ deliveries: [Delivery<ActivityLogged>],
        in tx: isolated PostgresSession
    ) throws -> [Outcome] {
        try rescore.outcomes(
            of: deliveries,
            concerning: deliveries.map { [$0.message.companyID] },
            after: [ActivityStore.log(deliveries.map(\.message))],
            in: tx
        )
    }
}
