import Contracts
import Messaging
import Postgres

/// Keeps a company's newest facts and scores every department's lead of it.
///
/// Writes `companies`, `workforces`, `scores`, `score_lines`; announces ``LeadScored``.
struct ScoreCompany: BatchHandler {
    static let name = "scoring.score-company"

    let rescore: Rescore

    func handle(
        _ deliveries: [Delivery<CompanyEnriched>],
        in tx: isolated PostgresSession
    ) throws -> [Outcome] {
        try rescore.outcomes(
            of: deliveries,
            concerning: deliveries.map { [$0.message.companyID] },
            after: [
                CompanyStore.learn(deliveries.map(\.message)), CompanyStore.learnWorkforce(deliveries.map(\.message)),
            ],
            in: tx
        )
    }
}
