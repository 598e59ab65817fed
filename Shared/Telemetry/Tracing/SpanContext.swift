/// Which span of which trace, as it travels in W3C's `traceparent`, version 00:
/// `00-<trace id>-<span id>-<flags>` (www.w3.org/TR/trace-context).
public struct SpanContext: Sendable, Hashable {
    public var traceHigh: UInt64
    public var traceLow: UInt64
    public var spanID: UInt64
    /// Whether whoever began the trace wants its spans recorded.
    public var isSampled: Bool

    /// Neither the trace's nor the span's number may be zero.
    public init(traceHigh: UInt64, traceLow: UInt64, spanID: UInt64, isSampled: Bool) {
        self.traceHigh = traceHigh
        self.traceLow = traceLow
        self.spanID = spanID
        self.isSampled = isSampled
    }

    /// nil unless well-formed. A later version may append fields after the flags.
    public init?(_ traceparent: String) {
        var traceparent = traceparent
        let parsed = traceparent.withUTF8 { SpanContext(bytes: $0) }
        guard let parsed else { return nil }
        self = parsed
    }

    private init?(bytes: UnsafeBufferPointer<UInt8>) {
        guard bytes.count >= 55, bytes[2] == dash, bytes[35] == dash, bytes[52] == dash,
            let version = Hex.value(bytes[0..<2]), version != 0xFF,
            bytes.count == 55 || version > 0 && bytes[55] == dash,
            let high = Hex.value(bytes[3..<19]), let low = Hex.value(bytes[19..<35]), high | low != 0,
            let span = Hex.value(bytes[36..<52]), span != 0,
            let flags = Hex.value(bytes[53..<55])
        else { return nil }
        self.init(traceHigh: high, traceLow: low, spanID: span, isSampled: flags & 1 == 1)
    }

    /// Another span of the same trace.
    public func child(_ id: UInt64) -> SpanContext {
        SpanContext(traceHigh: traceHigh, traceLow: traceLow, spanID: id, isSampled: isSampled)
    }

    public var traceparent: String {
        String(unsafeUninitializedCapacity: 55) { text in
            let buffer = UnsafeMutableRawBufferPointer(text)
            buffer[0] = zero
            buffer[1] = zero
            buffer[2] = dash
            Hex.write(traceHigh, to: buffer, at: 3)
            Hex.write(traceLow, to: buffer, at: 19)
            buffer[35] = dash
            Hex.write(spanID, to: buffer, at: 36)
            buffer[52] = dash
            buffer[53] = zero
            buffer[54] = isSampled ? zero + 1 : zero
            return 55
        }
    }

    /// 32 hexadecimal digits, as logs and traces name it.
    public var traceID: String {
        String(unsafeUninitializedCapacity: 32) { text in
            let buffer = UnsafeMutableRawBufferPointer(text)
            Hex.write(traceHigh, to: buffer, at: 0)
            Hex.write(traceLow, to: buffer, at: 16)
            return 32
        }
    }

    /// What runs now, for events that a request announces.
    @TaskLocal public static var current: SpanContext?
}

private let dash = UInt8(ascii: "-")
private let zero = UInt8(ascii: "0")
