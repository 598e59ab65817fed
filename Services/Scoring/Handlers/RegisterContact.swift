import Contracts
import Messaging
import Postgres

/// Keeps whether a department can reach a company, and scores its lead again.
///
/// Writes `contacts`, `scores`, `score_lines`; announces ``LeadScored``.
struct RegisterContact: BatchHandler {
    static let name = "scoring.register-contact"

    let rescore: Rescore

    func handle(
        _ deliveries: [Delivery<ContactRegistered>],
        in tx: isolated PostgresSession
    ) throws -> [Outcome] {
        try rescore.outcomes(
            of: deliveries,
            concerning: deliveries.map { [$0.message.companyID] },
            after: [ContactStore.register(deliveries)],
            in: tx
        )
    }
}
