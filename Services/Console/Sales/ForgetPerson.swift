import Contracts
import Messaging
import Postgres

/// Empties what colleagues wrote about an erased person's company, in every department, or in the one whose time for
/// keeping ran out: a sole trader's name stands in titles, anybody's in notes. Figures, stages and days stay.
///
/// Writes `sales.pipeline_opportunities` and `sales.lead_activities`; announces ``OpportunityUpdated``, so that whoever
/// keeps a title takes the emptied one.
struct ForgetPerson: MessageHandler {
    static let name = "console.forget-person"

    func handle(_ delivery: Delivery<PersonErased>, in tx: isolated PostgresSession) throws -> Outcome {
        let erased = delivery.message
        let companies = Set(
            [erased.companyID, try ContactStore.company(of: erased.contactID, in: tx)].compactMap(\.self)
        )
        guard !companies.isEmpty else { return .done }
        try ActivityStore.forgetTexts(of: Array(companies), in: erased.department, tx)
        let at = WireDate.rounded(delivery.envelope.occurredAt)
        let deals = try DealStore.forgetTexts(of: Array(companies), in: erased.department, at: at, tx)
        return .done(deals.map { OpportunityUpdated(deal: $0.described, at: at) })
    }
}
