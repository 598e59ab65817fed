/// Takes the spans of a service that traces; a service that does not has none, and pays nothing.
public final class Tracer: Sendable {
    public let meter = SpanMeter()
    let buffer: SpanBuffer
    private let threshold: UInt64

    /// - Parameters:
    ///   - ratio: share of the traces begun here that is recorded, from 0 to 1. Those begun elsewhere bring their answer.
    ///   - capacity: spans in memory at most; one is some hundred bytes.
    public init(ratio: Double = 1, capacity: Int = 4096) {
        threshold = UInt64(min(1, max(0, ratio)) * 0x1p56)
        buffer = SpanBuffer(capacity: capacity, dropped: meter.full)
    }

    /// Whether a trace begun here is recorded: the same for everybody who asks about the same trace. Only the lowest 56
    /// bits of its number are drawn at random for certain (W3C trace context, "random trace-id flag").
    public func samples(_ context: SpanContext) -> Bool {
        context.traceLow & 0xFF_FFFF_FFFF_FFFF < threshold
    }

    public func record(_ span: Span) { buffer.add(CollectionOfOne(span)) }

    public func record(_ spans: [Span]) {
        if !spans.isEmpty { buffer.add(spans) }
    }
}
