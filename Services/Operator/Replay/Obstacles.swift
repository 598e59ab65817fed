import Contracts
import Foundation
import Messaging

/// What keeps messages from being run again.
struct Obstacles: Sendable {
    let erasures: [ErasureStore.Erasure]

    /// Why a message must not run again; nil if it may.
    func of(_ entry: JournalEntry, in service: ServiceName) -> String? {
        let envelope = entry.envelope
        guard let known = Catalogue.entry(of: envelope.type) else { return JournalOptions.unknown(envelope.type) }
        guard known.heardBy.contains(service) else {
            let hearers = known.heardBy.map(\.rawValue).joined(separator: ", ")
            return
                "\(service.rawValue) does not hear \(envelope.type); heard by \(hearers.isEmpty ? "nobody" : hearers)"
        }
        return erasure(subject: envelope.subject, company: envelope.companyID, at: envelope.occurredAt)
    }

    /// A message from before an erasure may hold what was erased.
    func erasure(subject: String, company: UUID?, at: Date) -> String? {
        let after = erasures.first { erasure in
            erasure.at > at && (erasure.subject == subject || (company != nil && erasure.company == company))
        }
        return after.map { "it is about somebody whose data were erased on \(WireDate.text($0.at))" }
    }
}
