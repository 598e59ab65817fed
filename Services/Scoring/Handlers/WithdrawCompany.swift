import Contracts
import Messaging
import Postgres

/// Excludes the leads of a company that left the base or one department, and forgets an erased one.
///
/// Writes `stops`, `companies`, `leads`, `activities`, `scores`, `score_lines`; announces ``LeadScored``.
struct WithdrawCompany: BatchHandler {
    static let name = "scoring.withdraw-company"

    let rescore: Rescore

    func handle(
        _ deliveries: [Delivery<CompanyWithdrawn>],
        in tx: isolated PostgresSession
    ) throws -> [Outcome] {
        var writes = [StopStore.withdraw(deliveries)]
        let erased = deliveries.filter { $0.message.reason == "erased" && $0.message.department == nil }
        if !erased.isEmpty {
            let companies = erased.map(\.message.companyID)
            writes.append(CompanyStore.forget(companies, at: erased.map(\.envelope.occurredAt)))
            writes.append(CompanyStore.forgetWorkforce(companies))
            writes.append(ActivityStore.forget(companies))
            writes.append(LeadStore.forget(companies))
        }
        return try rescore.outcomes(
            of: deliveries,
            concerning: deliveries.map { [$0.message.companyID] },
            after: writes,
            in: tx
        )
    }
}
