import Telemetry

/// Requests to a service's own HTTP, but for those that look after it (health, metrics, version).
final class RequestMeter: Sendable {
    private let seconds = Histogram(.work)
    private let classes = ["1xx", "2xx", "3xx", "4xx", "5xx"].map { (name: $0, count: Counter()) }

    func answered(_ status: Int, after duration: Duration) {
        seconds.observe(duration)
        classes[min(max(0, status / 100 - 1), classes.count - 1)].count.add(1)
    }

    var families: [MetricFamily] {
        var requests = MetricFamily(.counter, "filon_http_requests_total", "Requests answered")
        for (name, count) in classes.dropFirst() { requests.add(count.value, Labels(["status": name])) }
        var duration = MetricFamily(.histogram, "filon_http_request_seconds", "Until an answer begins")
        duration.add(seconds)
        return [requests, duration]
    }
}
