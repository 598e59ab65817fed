import Contracts
public import Telemetry

extension SpanContext {
    /// The beginning of a trace.
    public static func root(sampled: Bool = true) -> SpanContext {
        // No number may be zero.
        SpanContext(
            traceHigh: RandomBits.next() | 1,
            traceLow: RandomBits.next(),
            spanID: RandomBits.next() | 1,
            isSampled: sampled
        )
    }

    /// Another span of the same trace, with a number of its own.
    public func child() -> SpanContext { child(RandomBits.next() | 1) }
}

/// W3C trace context as envelopes carry it.
enum Trace {
    /// A new span in the parent's trace, or in a new trace where there is no well-formed parent. The parent's wish to
    /// be recorded is passed on; a trace that begins here asks for it, and whoever traces decides.
    static func child(of parent: String?) -> String {
        (parent.flatMap(SpanContext.init)?.child() ?? .root()).traceparent
    }

    /// The 32 hexadecimal digits of a well-formed `traceparent`; nil otherwise.
    static func traceID(of traceparent: String) -> String? { SpanContext(traceparent)?.traceID }
}
