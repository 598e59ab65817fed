import Foundation
import Synchronization
import Telemetry

/// Numbers of the look-ups for `/metrics`. Providers and outcomes are few, so a dictionary under a lock serves: each
/// call has cost a round trip before.
final class EnrichmentMetrics: Sendable {
    private struct Numbers {
        var calls: [Labels: Int] = [:]
        var hits: [Labels: Int] = [:]
        var open: [Labels: Bool] = [:]
        var lastSuccess: [Labels: Double] = [:]
        var callSeconds: [Labels: Histogram] = [:]
        var waitSeconds: [Labels: Histogram] = [:]
        var identified: [Labels: Int] = [:]
    }

    private let numbers = Mutex(Numbers())

    func called(_ call: ProviderCall) {
        let (outcome, durationMs) = (call.outcome, call.durationMs)
        let provider = Labels(["provider": call.step.provider])
        let status = call.status.map(String.init) ?? "none"
        let kind = provider.adding(Labels(["status": status, "outcome": outcome.rawValue]))
        numbers.withLock {
            $0.calls[kind, default: 0] += 1
            Self.histogram(of: provider, .calls, in: &$0.callSeconds).observe(seconds: Double(durationMs) / 1000)
            // From the first call on, so that a provider that never answers is silent since then.
            if outcome == .found || outcome == .notFound || $0.lastSuccess[provider] == nil {
                $0.lastSuccess[provider] = Date().timeIntervalSince1970
            }
        }
    }

    func waited(for provider: String, _ duration: Duration) {
        let provider = Labels(["provider": provider])
        numbers.withLock { Self.histogram(of: provider, .waits, in: &$0.waitSeconds).observe(duration) }
    }

    private static func histogram(
        of provider: Labels,
        _ bounds: Histogram.Bounds,
        in histograms: inout [Labels: Histogram]
    ) -> Histogram {
        let histogram = histograms[provider] ?? Histogram(bounds)
        histograms[provider] = histogram
        return histogram
    }

    /// - Parameter kind: `dossier`, or the provider whose kept reply answered.
    func hit(_ kind: String, _ count: Int = 1) {
        numbers.withLock { $0.hits[Labels(["kind": kind]), default: 0] += count }
    }

    /// - Parameter verdict: `certain`, `doubtful` or `none`
    func identified(_ verdict: String, _ count: Int = 1) {
        numbers.withLock { $0.identified[Labels(["verdict": verdict]), default: 0] += count }
    }

    func breaker(of provider: String, isOpen: Bool) {
        numbers.withLock { $0.open[Labels(["provider": provider])] = isOpen }
    }

    var families: [MetricFamily] {
        let numbers = numbers.withLock { $0 }
        return [
            family(.counter, "filon_provider_calls_total", "Calls to providers", numbers.calls) { $0.add($1, $2) },
            family(
                .histogram,
                "filon_provider_call_seconds",
                "Time of a call, its answer included",
                numbers.callSeconds
            ) {
                $0.add($1, $2)
            },
            family(
                .histogram,
                "filon_provider_wait_seconds",
                "Waiting for one's turn at a provider",
                numbers.waitSeconds
            ) {
                $0.add($1, $2)
            },
            family(.gauge, "filon_provider_breaker_open", "1 while a provider's breaker is open", numbers.open) {
                $0.add($1 ? 1 : 0, $2)
            },
            family(
                .gauge,
                "filon_provider_last_success_timestamp_seconds",
                "When a provider last answered",
                numbers.lastSuccess
            ) { $0.add($1, $2) },
            family(.counter, "filon_enrichment_cache_hits_total", "Questions answered without a call", numbers.hits) {
                $0.add($1, $2)
            },
            family(
                .counter,
                "filon_identifications_total",
                "Companies without SIREN that the registers were asked about",
                numbers.identified
            ) { $0.add($1, $2) },
        ]
    }

    private func family<Value>(
        _ kind: MetricFamily.Kind,
        _ name: String,
        _ help: String,
        _ values: [Labels: Value],
        _ add: (inout MetricFamily, Value, Labels) -> Void
    ) -> MetricFamily {
        var family = MetricFamily(kind, name, help)
        for (labels, value) in values.sorted(by: { $0.key < $1.key }) { add(&family, value, labels) }
        return family
    }
}
