import Contracts
import Foundation
import Messaging

/// An announced message, as its service's journal keeps it.
struct JournalEntry: Sendable {
    /// Of the service that announced it.
    let schema: String
    var envelope: Envelope
    /// The success that it repeats, for one that an operator had run again.
    let repeats: UUID?
    /// Empty where it was not asked for.
    var body: [UInt8] = []

    /// The service that announced it.
    var announcer: String {
        ServiceName.allCases.first { $0.plumbingSchema == schema }?.rawValue ?? schema
    }

    /// As the tool prints it.
    struct Shown: Encodable {
        let messageId: String
        let type: String
        let announcedBy: String
        let occurredAt: String
        let subject: String
        let correlationId: String
        let causationId: String?
        let companyId: String?
        let department: String?
        let repeats: String?
        let body: JSONValue?
    }

    func shown(withBody: Bool) -> Shown {
        Shown(
            messageId: envelope.messageID.wireText,
            type: envelope.type,
            announcedBy: announcer,
            occurredAt: WireDate.text(envelope.occurredAt),
            subject: envelope.subject,
            correlationId: envelope.correlationID.wireText,
            causationId: envelope.causationID?.wireText,
            companyId: envelope.companyID?.wireText,
            department: envelope.departmentID,
            repeats: repeats?.wireText,
            body: withBody ? try? Wire.decode(JSONValue.self, from: body) : nil
        )
    }
}
