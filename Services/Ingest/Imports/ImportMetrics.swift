import Telemetry

/// How the work on imported rows goes, for `/metrics`.
final class ImportMetrics: Sendable {
    /// Transactions that settled rows, or undid them.
    let chunks = Counter()
    /// Transactions that could not, so that their rows wait.
    let failures = Counter()

    var families: [MetricFamily] {
        [
            .init(.counter, "filon_import_chunks_total", "Transactions over imported rows", chunks.value),
            .init(.counter, "filon_import_failures_total", "Such transactions that failed", failures.value),
        ]
    }
}
