/// What became of the spans; all zeros while a service does not trace.
public final class SpanMeter: Sendable {
    let exported = Counter()
    /// No room in memory: the collector is away or slower than the service.
    let full = Counter()
    /// The collector said that it will never take them.
    let refused = Counter()
    /// Tried several times, and no answer or "not now" each time.
    let unreachable = Counter()

    public init() {}

    public var families: [MetricFamily] {
        var dropped = MetricFamily(.counter, "filon_spans_dropped_total", "Spans that no collector got")
        for (reason, count) in [("full", full), ("refused", refused), ("unreachable", unreachable)] {
            dropped.add(count.value, Labels(["reason": reason]))
        }
        return [.init(.counter, "filon_spans_exported_total", "Spans that a collector took", exported.value), dropped]
    }
}
