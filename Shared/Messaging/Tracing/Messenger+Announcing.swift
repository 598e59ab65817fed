import Contracts
import Telemetry

extension Messenger {
    /// Events with their envelopes. One that no message caused belongs to the request that is being answered, or else
    /// begins a trace of its own.
    func outgoing(_ events: [any Event], _ cause: Cause) throws -> [OutgoingMessage] {
        var cause = cause
        if cause.traceparent == nil { cause.traceparent = SpanContext.current?.traceparent }
        let messages = try events.map { try OutgoingMessage($0, cause: cause) }
        return tracing?.deciding(messages) ?? messages
    }
}
