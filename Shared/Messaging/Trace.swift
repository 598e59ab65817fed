import Contracts
import Foundation
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
    /// A new span in the parent's trace, or in its story's trace where there is no well-formed parent. The parent's wish
    /// to be recorded is passed on; a trace that begins here asks for it, and whoever traces decides.
    static func child(of parent: String?, story: UUID? = nil) -> String {
        (parent.flatMap(SpanContext.init)?.child() ?? story.map(of) ?? .root()).traceparent
    }

    /// The trace of a story has the story's number, so that what belongs to it and comes by another way than a message,
    /// such as a mail that was sent an hour later, still joins it.
    static func of(_ story: UUID) -> SpanContext {
        let (high, low) = withUnsafeBytes(of: story.uuid) { bytes in
            (
                UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: 0, as: UInt64.self)),
                UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
            )
        }
        guard high | low != 0 else { return .root() }
        return SpanContext(traceHigh: high, traceLow: low, spanID: RandomBits.next() | 1, isSampled: true)
    }

    /// The 32 hexadecimal digits of a well-formed `traceparent`; nil otherwise.
    static func traceID(of traceparent: String) -> String? { SpanContext(traceparent)?.traceID }
}
