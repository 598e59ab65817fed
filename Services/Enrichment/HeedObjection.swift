import Contracts
import Messaging
import Postgres

/// After an objection a company is no longer looked at of our own accord.
///
/// Writes `companies`. Addresses and contacts are not held here: objections to those change nothing.
struct HeedObjection: MessageHandler {
    static let name = "enrichment.heed-objection"

    func handle(_ delivery: Delivery<ObjectionRecorded>, in tx: isolated PostgresSession) throws -> Outcome {
        let objection = delivery.message
        // One department's objection leaves the company to the others.
        guard objection.scope == "company", objection.department == nil, let company = objection.companyID else {
            return .done
        }
        try CompanyStore.oppose(company, at: objection.at, in: tx)
        return .done
    }
}
