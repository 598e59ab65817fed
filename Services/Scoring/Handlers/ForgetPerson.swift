import Contracts
import Messaging
import Postgres

/// Drops how an erased person could be reached, and scores their company's leads again.
///
/// Writes `contacts`, `scores`, `score_lines`; announces ``LeadScored``.
struct ForgetPerson: BatchHandler {
    static let name = "scoring.forget-person"

    let rescore: Rescore

    func handle(
        _ deliveries: [Delivery<PersonErased>],
        in tx: isolated PostgresSession
    ) throws -> [Outcome] {
        let events = deliveries.map(\.message)
        let companies = try ContactStore.erase(events, in: tx)
        // An address that has become too old takes nothing of the company's deals with it.
        let asked = events.filter { $0.reason != PersonErased.expired }
        try OutcomeStore.forget(asked.compactMap(\.companyID?.rawValue), in: tx)
        return try rescore.outcomes(
            of: deliveries,
            concerning: events.map { [$0.companyID, companies[$0.contactID]].compactMap(\.self) },
            after: [],
            in: tx
        )
    }
}
