/// Takes the spans of a service that traces; a service that does not has none, and pays nothing.
public final class Tracer: Sendable {
    public let meter = SpanMeter()
    let buffer: SpanBuffer
    private let threshold: UInt64

    /// - Parameters:
    ///   - ratio: share of the traces begun here that is recorded, from 0 to 1. Those begun elsewhere bring their answer.
    ///   - capacity: spans in memory at most; one is some hundred bytes.
    public init(ratio: Double = 1, capacity: Int = 4096) {
        threshold = ratio >= 1 ? .max : UInt64(max(0, ratio) * 0x1p63)
        buffer = SpanBuffer(capacity: capacity, dropped: meter.full)
    }

    /// Whether a trace begun here is recorded: the same for everybody who asks about the same trace.
    public func samples(_ context: SpanContext) -> Bool {
        threshold == .max || context.traceLow >> 1 < threshold
    }

    public func record(_ span: Span) { buffer.add(CollectionOfOne(span)) }

    public func record(_ spans: [Span]) {
        if !spans.isEmpty { buffer.add(spans) }
    }
}
