import Telemetry

/// What the broker gave up, for `/metrics`.
final class GivenUpMetrics: Sendable {
    let messages = Counter()

    var families: [MetricFamily] {
        [.init(.counter, "filon_messages_given_up_total", "Messages that the broker gave up", messages.value)]
    }
}
