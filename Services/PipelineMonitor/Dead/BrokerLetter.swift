import AMQP
import Contracts
import Foundation

/// A message that the broker gave up, as it is kept for a person. Nothing in it is trusted: it may lack everything
/// that a message of Filon's carries.
struct BrokerLetter: Sendable, Equatable {
    /// The queue that it was given up in stands in for the handler, which nobody can know.
    let queue: String
    let service: String
    /// nil: it has none, or one that is no identity
    let messageID: UUID?
    let type: String
    /// the broker's word: `delivery_limit`, `rejected`, `expired`, `maxlen`
    let cause: String
    let diedAt: Date?
    /// Properties and headers as text, without what changes when the broker delivers it again.
    let headers: [String: String]
    let body: [UInt8]
    let correlationID: UUID?
    let companyID: UUID?
    let leadID: UUID?
    let department: String?

    var reason: String { "the broker gave it up in \(queue): \(cause)" }

    init(_ delivery: AMQPDelivery) {
        let properties = delivery.message.properties
        let headers = properties.headers
        // The first entry is the latest death.
        let death = headers["x-death"]?.array?.first?.table
        queue = Self.word(death?["queue"]?.string ?? headers["x-first-death-queue"]?.string, or: "unknown queue")
        service = String(queue.prefix { $0 != "." })
        cause = Self.word(death?["reason"]?.string ?? headers["x-first-death-reason"]?.string, or: "unknown reason")
        if case .timestamp(let time)? = death?["time"] { diedAt = time } else { diedAt = nil }
        messageID = properties.messageID.flatMap { UUID(uuidString: $0) }
        type = Self.word(properties.type ?? delivery.routingKey, or: "unknown type")
        correlationID = properties.correlationID.flatMap { UUID(uuidString: $0) }
        companyID = headers["x-company-id"]?.string.flatMap { UUID(uuidString: $0) }
        department = headers["x-department"]?.string.map { Self.word($0, or: "") }.flatMap { $0.isEmpty ? nil : $0 }
        let subject = headers["cloudEvents_subject"]?.string ?? ""
        leadID = subject.hasPrefix("lead/") ? UUID(uuidString: String(subject.dropFirst(5))) : nil
        body = delivery.message.body
        self.headers = Self.kept(properties, subject, routingKey: delivery.routingKey, queue: queue, cause: cause)
    }

    /// Under the names that a service gives them when it buries a message itself.
    private static func kept(
        _ properties: AMQPProperties,
        _ subject: String,
        routingKey: String,
        queue: String,
        cause: String
    ) -> [String: String] {
        let headers = properties.headers
        var fields = ["queue": queue, "cause": cause, "routingKey": routingKey]
        fields["messageId"] = properties.messageID
        fields["type"] = properties.type
        fields["correlationId"] = properties.correlationID
        fields["contentType"] = properties.contentType
        fields["subject"] = subject.isEmpty ? nil : subject
        fields["occurredAt"] = headers["cloudEvents_time"]?.string
        fields["causationId"] = headers["x-causation-id"]?.string
        fields["companyId"] = headers["x-company-id"]?.string
        fields["department"] = headers["x-department"]?.string
        fields["aggregateVersion"] = headers["x-aggregate-version"]?.int.map(String.init)
        fields["traceparent"] = headers["traceparent"]?.string
        return fields.mapValues { plain($0, limit: 1000) }
    }

    private static func word(_ text: String?, or other: String) -> String {
        let text = plain(text ?? "", limit: 200)
        return text.isEmpty ? other : text
    }

    /// The database's text holds no NUL.
    private static func plain(_ text: String, limit: Int) -> String {
        String(String.UnicodeScalarView(text.unicodeScalars.filter { $0.value != 0 }.prefix(limit)))
    }
}
