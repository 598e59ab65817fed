import Contracts
import Messaging
import Postgres

/// No prospecting any more: remembers the fingerprint and ends what waits to be sent.
/// Writes suppressions and messages; announces nothing.
struct HonourObjection: BatchHandler {
    static let name = "honour-objection"

    func handle(_ deliveries: [Delivery<ObjectionRecorded>], in tx: isolated PostgresSession) throws -> [Outcome] {
        for objection in deliveries.map(\.message) {
            let (source, at) = (PlainText.line(objection.source, limit: 100), objection.at)
            if let company = objection.companyID, objection.scope == "company" {
                try SuppressionStore.suppress(company: company, source: source, at: at, in: tx)
            }
            if let contact = objection.contactID {
                try SuppressionStore.suppress(contact: contact, source: source, at: at, in: tx)
            }
            if let fingerprint = objection.addressFingerprint.flatMap(Fingerprint.init(hexadecimal:)) {
                try SuppressionStore.suppress(
                    address: fingerprint,
                    reason: "objection",
                    source: source,
                    at: at,
                    in: tx
                )
            }
        }
        return deliveries.map { _ in .done }
    }
}
