import Contracts
import Messaging
import Postgres

/// Keeps what lists say of a lead, and scores it if its company's facts are there.
///
/// Writes `leads`, `scores`, `score_lines`; announces ``LeadScored``.
struct RegisterLead: BatchHandler {
    static let name = "scoring.register-lead"

    let rescore: Rescore

    func handle(
        _ deliveries: [Delivery<LeadRegistered>],
        in tx: isolated PostgresSession
    ) throws -> [Outcome] {
        try rescore.outcomes(
            of: deliveries,
            concerning: deliveries.map { [$0.message.companyID] },
            after: [LeadStore.register(deliveries)],
            in: tx
        )
    }
}
