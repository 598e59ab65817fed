import Contracts
import Foundation
import Postgres

/// Contacts, through intake's view.
enum ContactStore {
    /// Where a contact works; nil for one that intake does not know.
    static func company(of contact: ContactID, in tx: isolated PostgresSession) throws -> CompanyID? {
        try tx.query("SELECT company_id FROM intake.v_contacts WHERE id = $1", contact.rawValue)
            .first.map { CompanyID(rawValue: try $0.value(0)) }
    }
}
