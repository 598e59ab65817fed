import Contracts
import Messaging
import Postgres

/// Hangs a merged company's leads and contacts on the one that stays; of two leads of one department, one stays.
///
/// Writes `companies`, `scores`, `score_lines`; announces ``LeadScored``.
struct MergeCompany: BatchHandler {
    static let name = "scoring.merge-company"

    let rescore: Rescore

    func handle(
        _ deliveries: [Delivery<CompanyMerged>],
        in tx: isolated PostgresSession
    ) throws -> [Outcome] {
        let events = deliveries.map(\.message)
        return try rescore.outcomes(
            of: deliveries,
            concerning: events.map { [$0.mergedID, $0.companyID] },
            after: events.map { CompanyStore.merge($0.mergedID, into: $0.companyID) },
            in: tx
        )
    }
}
