import Contracts
import Messaging
import Postgres

/// Drops a person's addresses and every text that may name the person, and never writes to those addresses again; where
/// only the time for keeping them ran out, they may be collected anew and written to.
/// Writes suppressions and messages; announces nothing.
struct ForgetPerson: BatchHandler {
    static let name = "forget-person"

    func handle(_ deliveries: [Delivery<PersonErased>], in tx: isolated PostgresSession) throws -> [Outcome] {
        for erased in deliveries.map(\.message) {
            for text in erased.addressFingerprints.prefix(100) {
                guard let fingerprint = Fingerprint(hexadecimal: text) else { continue }
                if erased.reason != PersonErased.expired {
                    try SuppressionStore.suppress(
                        address: fingerprint,
                        reason: "erased",
                        source: "person.erased",
                        at: erased.at,
                        in: tx
                    )
                }
                try SuppressionStore.eraseText(writtenTo: fingerprint, in: tx)
            }
            if let company = erased.companyID {
                try SuppressionStore.eraseText(about: company, in: erased.department, tx)
            }
        }
        return deliveries.map { _ in .done }
    }
}
