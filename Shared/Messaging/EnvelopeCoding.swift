import AMQP
import Contracts
import Foundation

/// The envelope in AMQP: properties first, CloudEvents 1.0 names in headers (`cloudEvents_*`, the prefix of the
/// CloudEvents AMQP binding), so that the body is the JSON data alone.
enum EnvelopeCoding {
    static func outgoing(_ message: OutgoingMessage, source: String) -> AMQPOutgoing {
        let envelope = message.envelope
        let id = envelope.messageID.uuidString.lowercased()
        var headers: [String: AMQPValue] = [
            "cloudEvents_specversion": .string("1.0"),
            "cloudEvents_id": .string(id),
            "cloudEvents_source": .string(source),
            "cloudEvents_type": .string(envelope.type),
            "cloudEvents_subject": .string(envelope.subject),
            "cloudEvents_time": .string(WireDate.text(envelope.occurredAt)),
        ]
        headers["x-causation-id"] = envelope.causationID.map { .string($0.uuidString.lowercased()) }
        headers["x-company-id"] = envelope.companyID.map { .string($0.uuidString.lowercased()) }
        headers["x-department"] = envelope.departmentID.map { .string($0) }
        headers["x-aggregate-version"] = envelope.aggregateVersion.map { .int(Int($0)) }
        headers["traceparent"] = envelope.traceparent.map { .string($0) }
        let properties = AMQPProperties(
            messageID: id,
            type: envelope.type,
            correlationID: envelope.correlationID.uuidString.lowercased(),
            contentType: "application/json",
            appID: source,
            timestamp: envelope.occurredAt,
            headers: headers
        )
        let isHeard = !(Catalogue.entry(of: envelope.type)?.heardBy.isEmpty ?? true)
        return AMQPOutgoing(
            exchange: message.target == nil ? Catalogue.exchange : "",
            routingKey: message.target ?? envelope.type,
            mandatory: message.target != nil || isHeard,
            message: AMQPMessage(properties: properties, body: message.body)
        )
    }

    static func inbound(_ delivery: AMQPDelivery) -> InboundMessage {
        let properties = delivery.message.properties
        let type = properties.type ?? delivery.routingKey
        let receipt = Receipt(generation: delivery.tag.generation, number: delivery.tag.number)
        func message(_ envelope: Envelope?, _ defect: String?) -> InboundMessage {
            InboundMessage(
                envelope: envelope,
                defect: defect,
                type: String(type.prefix(200)),
                body: delivery.message.body,
                deliveryCount: delivery.deliveryCount,
                receipt: receipt
            )
        }
        guard let text = properties.messageID else { return message(nil, "the message has no message_id") }
        guard let id = UUID(uuidString: text) else { return message(nil, "message_id is not a UUID") }
        let headers = properties.headers
        func uuid(_ name: String) -> UUID? { headers[name]?.string.flatMap { UUID(uuidString: $0) } }
        let envelope = Envelope(
            messageID: id,
            type: type,
            correlationID: properties.correlationID.flatMap { UUID(uuidString: $0) },
            causationID: uuid("x-causation-id"),
            subject: headers["cloudEvents_subject"]?.string ?? "",
            companyID: uuid("x-company-id"),
            departmentID: headers["x-department"]?.string,
            aggregateVersion: headers["x-aggregate-version"]?.int.map { Int64($0) },
            traceparent: headers["traceparent"]?.string,
            occurredAt: headers["cloudEvents_time"]?.string.flatMap(WireDate.date)
                ?? properties.timestamp ?? UUIDv7.date(of: id) ?? Date()
        )
        return message(envelope, nil)
    }
}
