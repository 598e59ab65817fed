import Contracts
import Foundation
import FrenchBusiness
import Messaging
import Postgres

/// Has contacts erased that nobody heard from for three years, by the way that every erasure goes.
enum ExpireContacts {
    /// Contacts at a round.
    static let round = 50

    static let schedule = Schedule("ingest.expire-contacts", .every(.seconds(60))) { now, tx in
        try expire(at: now, in: tx)
    }

    static func expire(at now: Date, in tx: isolated PostgresSession) throws -> [any Event] {
        let at = WireDate.rounded(now)
        let today = CivilDate(now, in: .gmt)
        return try ClockStore.takeExpired(on: today, limit: round, in: tx).flatMap { expired -> [any Event] in
            [
                PersonErased(
                    contactID: expired.contact,
                    companyID: expired.company,
                    addressFingerprints: expired.fingerprints,
                    at: at,
                    reason: PersonErased.expired,
                    department: expired.department
                ),
                AuditRecorded(
                    actor: ServiceName.ingest.rawValue,
                    action: "contact.expired",
                    object: "contact/\(expired.contact)",
                    department: expired.department,
                    summary: "three years without a contact from the prospect",
                    at: at
                ),
            ]
        }
    }
}
