import Contracts
import Foundation
import Messaging
import Postgres

/// Empties what is held of an erased person, in every department, and what imports had read of them.
struct ErasePerson: MessageHandler {
    static let name = "ingest.erase-person"

    func handle(_ delivery: Delivery<PersonErased>, in tx: isolated PostgresSession) throws -> Outcome {
        let message = delivery.message
        let fingerprints = message.addressFingerprints.compactMap(Hexadecimal.bytes).filter { $0.count == 32 }
        let found = try ObjectionStore.contacts(
            ids: [message.contactID.rawValue],
            fingerprints: fingerprints,
            in: tx
        )
        let contacts = found.map(\.id)
        try ContactStore.withdraw(contacts, in: tx)
        try IdentificationStore.forget([message.companyID].compactMap { $0?.rawValue }, in: tx)
        try ObjectionStore.forgetRows(contacts: contacts, companies: Array(Set(found.map(\.company))), in: tx)
        return .done
    }
}
