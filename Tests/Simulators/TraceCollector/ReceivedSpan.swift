/// A span as it came in.
struct ReceivedSpan: Sendable {
    struct Event: Sendable {
        let name: String
        let attributes: [String: String]
    }

    let service: String
    let traceID: String
    let spanID: String
    /// nil where it begins its trace.
    let parentID: String?
    let name: String
    /// Of OpenTelemetry's `Span.SpanKind`: 2 server, 3 client, 4 producer, 5 consumer.
    let kind: Int
    let start: UInt64
    let end: UInt64
    /// Numbers as their digits.
    let attributes: [String: String]
    let events: [Event]
    /// `<trace id>-<span id>`
    let links: [String]
    /// nil unless the status is an error.
    let error: String?
}
