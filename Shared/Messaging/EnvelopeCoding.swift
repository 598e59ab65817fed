import AMQP
import Contracts
import Foundation

/// The envelope in AMQP: properties first, CloudEvents 1.0 names in headers (`cloudEvents_*`, the prefix of the
/// CloudEvents AMQP binding), so that the body is the JSON data alone.
enum EnvelopeCoding {
    static func outgoing(_ message: OutgoingMessage, source: String) -> AMQPOutgoing {
        let envelope = message.envelope
        let id = envelope.messageID.wireText
        var headers: [String: AMQPValue] = [
            "cloudEvents_specversion": .string("1.0"),
            "cloudEvents_id": .string(id),
            "cloudEvents_source": .string(source),
            "cloudEvents_type": .string(envelope.type),
            "cloudEvents_subject": .string(envelope.subject),
            "cloudEvents_time": .string(WireDate.text(envelope.occurredAt)),
        ]
        headers["x-causation-id"] = envelope.causationID.map { .string($0.wireText) }
        headers["x-company-id"] = envelope.companyID.map { .string($0.wireText) }
        headers["x-department"] = envelope.departmentID.map { .string($0) }
        headers["x-aggregate-version"] = envelope.aggregateVersion.map { .int(Int($0)) }
        headers["traceparent"] = envelope.traceparent.map { .string($0) }
        headers["x-replay-run"] = (envelope.replay?.run).map { .string($0.wireText) }
        headers["x-replay-of"] = (envelope.replay?.repeats).map { .string($0.wireText) }
        let properties = AMQPProperties(
            messageID: id,
            type: envelope.type,
            correlationID: envelope.correlationID.wireText,
            contentType: "application/json",
            appID: source,
            timestamp: envelope.occurredAt,
            headers: headers
        )
        // A type that only a newer release knows may well be heard by somebody.
        let isHeard = Catalogue.entry(of: envelope.type)?.heardBy.isEmpty != true
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
                type: String(type.prefix(200).filter { $0 != "\0" }),
                body: delivery.message.body,
                deliveryCount: delivery.deliveryCount,
                receipt: receipt
            )
        }
        guard let name = properties.messageID else { return message(nil, "the message has no message_id") }
        guard let id = UUID(wireText: name) else { return message(nil, "message_id is not a UUID") }
        let headers = properties.headers
        func text(_ name: String) -> String? { headers[name]?.string }
        // PostgreSQL's text has no NUL: such a message could neither be handled nor kept under its own name.
        let texts = [type, text("cloudEvents_subject"), text("x-department"), text("traceparent")]
        guard !texts.contains(where: { $0?.utf8.contains(0) == true }) else {
            return message(nil, "a header holds a NUL character")
        }
        func uuid(_ name: String) -> UUID? { text(name).flatMap { UUID(wireText: $0) } }
        let envelope = Envelope(
            messageID: id,
            type: type,
            correlationID: properties.correlationID.flatMap { UUID(wireText: $0) },
            causationID: uuid("x-causation-id"),
            subject: text("cloudEvents_subject") ?? "",
            companyID: uuid("x-company-id"),
            departmentID: text("x-department"),
            aggregateVersion: headers["x-aggregate-version"]?.int.map { Int64($0) },
            traceparent: text("traceparent"),
            occurredAt: text("cloudEvents_time").flatMap(WireDate.date)
                ?? properties.timestamp ?? UUIDv7.date(of: id) ?? Date(),
            replay: uuid("x-replay-run").map { Envelope.Replay(run: $0, repeats: uuid("x-replay-of")) }
        )
        return message(envelope, nil)
    }
}
