import Telemetry

/// How the universe is loaded and searched, for `/metrics`.
final class RegistryMetrics: Sendable {
    let searches = Histogram(.work)
    let failures = Counter()
    private let rows = Counter()
    private let refused = Counter()

    func loaded(rows: Int, refused: Int) {
        self.rows.add(rows)
        self.refused.add(refused)
    }

    var families: [MetricFamily] {
        var search = MetricFamily(.histogram, "filon_registry_search_seconds", "A search in the Sirene universe")
        search.add(searches)
        return [
            search,
            .init(.counter, "filon_registry_rows_total", "Rows of the universe loaded", rows.value),
            .init(.counter, "filon_registry_refused_rows_total", "Rows that could not be taken", refused.value),
            .init(.counter, "filon_registry_load_failures_total", "Loads that failed", failures.value),
        ]
    }
}
