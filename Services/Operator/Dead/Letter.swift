import Contracts
import Foundation
import Messaging

/// A message that a handler could not handle, as it is kept for a person.
struct Letter: Sendable {
    let id: UUID
    let handler: String
    let messageID: UUID
    let service: String
    let type: String
    let reason: String
    let errorClass: String?
    /// Of the cause: handler, class and sentence.
    let group: String?
    let attempts: Int
    let firstFailedAt: Date
    let failedAt: Date
    let correlationID: UUID?
    let companyID: UUID?
    let department: String?
    let state: String
    let note: String?
    let isEdited: Bool

    struct Shown: Encodable {
        let id: String
        let handler: String
        let messageId: String
        let service: String
        let type: String
        let reason: String
        let errorClass: String?
        let group: String?
        let attempts: Int
        let firstFailedAt: String
        let failedAt: String
        let correlationId: String?
        let companyId: String?
        let department: String?
        let state: String
        let note: String?
        let edited: Bool
    }

    var shown: Shown {
        Shown(
            id: id.wireText,
            handler: handler,
            messageId: messageID.wireText,
            service: service,
            type: type,
            reason: reason,
            errorClass: errorClass,
            group: group,
            attempts: attempts,
            firstFailedAt: WireDate.text(firstFailedAt),
            failedAt: WireDate.text(failedAt),
            correlationId: correlationID?.wireText,
            companyId: companyID?.wireText,
            department: department,
            state: state,
            note: note,
            edited: isEdited
        )
    }

    /// Why it cannot run again as things are; nil if it can.
    var obstacle: String? {
        guard let entry = Catalogue.entry(of: type) else { return JournalOptions.unknown(type) }
        guard let service = ServiceName(rawValue: service), entry.heardBy.contains(service) else {
            return "\(service) does not hear \(type) any more: its handler is gone. Discard the letter, or deploy the "
                + "release that has it."
        }
        return nil
    }
}

/// A letter with what it holds.
struct OpenedLetter: Sendable {
    let letter: Letter
    /// As received: names as in the envelope.
    let headers: JSONValue
    let body: [UInt8]
    /// Before it was edited.
    let originalBody: [UInt8]?
    let editedBy: String?
    let editedAt: Date?

    /// The envelope that the headers tell of.
    var envelope: Envelope {
        func text(_ name: String) -> String? { headers[name]?.text }
        func uuid(_ name: String) -> UUID? { text(name).flatMap { UUID(wireText: $0) } }
        return Envelope(
            messageID: letter.messageID,
            type: letter.type,
            correlationID: letter.correlationID ?? uuid("correlationId"),
            causationID: uuid("causationId"),
            subject: text("subject") ?? "",
            companyID: letter.companyID ?? uuid("companyId"),
            departmentID: letter.department ?? text("department"),
            aggregateVersion: text("aggregateVersion").flatMap { Int64($0) },
            traceparent: text("traceparent"),
            occurredAt: text("occurredAt").flatMap(WireDate.date) ?? letter.firstFailedAt
        )
    }
}
