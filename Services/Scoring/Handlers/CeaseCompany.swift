import Contracts
import Messaging
import Postgres

/// Excludes every department's lead of a company that ended.
///
/// Writes `companies`, `scores`, `score_lines`; announces ``LeadScored``.
struct CeaseCompany: BatchHandler {
    static let name = "scoring.cease-company"

    let rescore: Rescore

    func handle(
        _ deliveries: [Delivery<CompanyCeased>],
        in tx: isolated PostgresSession
    ) throws -> [Outcome] {
        try rescore.outcomes(
            of: deliveries,
            concerning: deliveries.map { [$0.message.companyID] },
            after: [CompanyStore.cease(deliveries.map(\.message))],
            in: tx
        )
    }
}
