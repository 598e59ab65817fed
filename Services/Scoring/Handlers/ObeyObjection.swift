import Contracts
import Messaging
import Postgres

/// Excludes the leads of a company or of a contact that does not want to be prospected. Objections of an address
/// alone are none of scoring's: it holds no address.
///
/// Writes `stops`, `contacts`, `scores`, `score_lines`; announces ``LeadScored``.
struct ObeyObjection: BatchHandler {
    static let name = "scoring.obey-objection"

    let rescore: Rescore

    func handle(
        _ deliveries: [Delivery<ObjectionRecorded>],
        in tx: isolated PostgresSession
    ) throws -> [Outcome] {
        let events = deliveries.map(\.message)
        let ofCompanies = events.compactMap { event in
            event.scope == "company" ? event.companyID.map { (company: $0, event: event) } : nil
        }
        let ofContacts = events.compactMap { event in
            event.scope == "contact" ? event.contactID.map { (contact: $0, event: event) } : nil
        }
        // Before the companies are locked, since it tells which they are; a deadlock is tried again.
        let companies = ofContacts.isEmpty ? [:] : try ContactStore.oppose(ofContacts, in: tx)
        let concerned = events.map { event -> [CompanyID] in
            guard event.scope == "contact" else {
                return event.scope == "company" ? [event.companyID].compactMap(\.self) : []
            }
            return [event.companyID, event.contactID.flatMap { companies[$0] }].compactMap(\.self)
        }
        return try rescore.outcomes(
            of: deliveries,
            concerning: concerned,
            after: ofCompanies.isEmpty ? [] : [StopStore.oppose(ofCompanies)],
            in: tx
        )
    }
}
