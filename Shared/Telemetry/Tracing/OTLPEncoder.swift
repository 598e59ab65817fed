import Foundation

/// `ExportTraceServiceRequest` in OTLP's JSON encoding: camelCase names, identifiers as hexadecimal digits, 64-bit
/// numbers as strings (opentelemetry.io/docs/specs/otlp, "JSON Protobuf Encoding").
struct OTLPEncoder {
    private let prefix: [UInt8]

    /// - Parameter resource: who emits the spans, e.g. `service.name`.
    init(resource: [SpanAttribute]) {
        var writer = OTLPWriter()
        writer.raw("{\"resourceSpans\":[{\"resource\":{")
        writer.raw("\"attributes\":[")
        writer.write(resource, isFirst: true)
        writer.raw("]},\"scopeSpans\":[{\"scope\":{\"name\":\"filon\"},\"spans\":[")
        prefix = writer.bytes
    }

    func encode(_ spans: ArraySlice<Span>) -> [UInt8] {
        var writer = OTLPWriter()
        writer.bytes.reserveCapacity(prefix.count + spans.count * 1024)
        writer.bytes += prefix
        for (offset, span) in spans.enumerated() {
            if offset > 0 { writer.raw(",") }
            write(span, to: &writer)
        }
        writer.raw("]}]}]}")
        return writer.bytes
    }

    private func write(_ span: Span, to writer: inout OTLPWriter) {
        writer.raw("{\"traceId\":\"")
        writer.trace(span.context)
        writer.raw("\",\"spanId\":\"")
        writer.hex(span.context.spanID)
        if span.parentID != 0 {
            writer.raw("\",\"parentSpanId\":\"")
            writer.hex(span.parentID)
        }
        writer.raw("\",\"startTimeUnixNano\":\"")
        writer.decimal(span.start)
        writer.raw("\",\"endTimeUnixNano\":\"")
        writer.decimal(span.end)
        writer.raw("\",")
        writeAttributes(of: span, to: &writer)
        write(span.events, to: &writer)
        if let link = span.link {
            writer.raw(",\"links\":[{\"traceId\":\"")
            writer.trace(link)
            writer.raw("\",\"spanId\":\"")
            writer.hex(link.spanID)
            writer.raw("\"}]")
        }
        if let error = span.error {
            writer.raw(",\"status\":{\"code\":2,\"message\":")
            writer.quoted(error)
            writer.raw("}")
        }
        writer.raw("}")
    }

    private func writeAttributes(of span: Span, to writer: inout OTLPWriter) {
        writer.bytes += span.shape.rendered
        var isFirst = !span.shape.hasAttributes
        if let message = span.message {
            writer.raw(isFirst ? "{\"key\":" : ",{\"key\":")
            writer.raw("\"messaging.message.id\",\"value\":{\"stringValue\":\"")
            writer.uuid(message.id)
            writer.raw("\"}},{\"key\":\"messaging.message.conversation_id\",\"value\":{\"stringValue\":\"")
            writer.uuid(message.conversation)
            writer.raw("\"}}")
            isFirst = false
        }
        writer.write(span.attributes, isFirst: isFirst)
        writer.raw("]")
    }

    private func write(_ events: [SpanEvent], to writer: inout OTLPWriter) {
        guard !events.isEmpty else { return }
        writer.raw(",\"events\":[")
        for (offset, event) in events.enumerated() {
            writer.raw(offset > 0 ? ",{\"timeUnixNano\":\"" : "{\"timeUnixNano\":\"")
            writer.decimal(event.at)
            writer.raw("\",\"name\":\"")
            writer.raw(event.name)
            writer.raw("\",")
            writer.raw("\"attributes\":[")
            writer.write(event.attributes, isFirst: true)
            writer.raw("]}")
        }
        writer.raw("]")
    }
}
