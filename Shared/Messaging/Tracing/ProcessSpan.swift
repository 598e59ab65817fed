import Telemetry

/// The span of one message on its way through its handler, from when it was taken in hand.
struct ProcessSpan: Sendable {
    let context: SpanContext
    /// The span that announced the message; 0 where the trace begins here.
    let parentID: UInt64
    let start: UInt64
}

extension WorkItem {
    /// What its handler announces belongs to its story, and to its span where there is one.
    var cause: Cause {
        var cause = Cause(envelope)
        if let span { cause.traceparent = span.context.traceparent }
        return cause
    }
}
