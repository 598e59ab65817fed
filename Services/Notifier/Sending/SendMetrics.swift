import Foundation
import Telemetry

/// Counters of the senders since the service started, for `/metrics`.
final class SendMetrics: Sendable {
    let sent = Counter()
    let failed = Counter()
    let retried = Counter()
    let perhapsSent = Counter()
    /// Messages told as a line of another.
    let lines = Counter()
    let silenced = Counter()
    let lastSent = Gauge()

    func count(_ ending: Ending, lines count: Int) {
        switch ending {
        case .sent:
            sent.add(1)
            lines.add(count)
            lastSent.set(Date())
        case .failed: failed.add(1)
        case .perhapsSent: perhapsSent.add(1)
        case .again: retried.add(1)
        }
    }

    var families: [MetricFamily] {
        func counter(_ name: String, _ help: String, _ counter: Counter) -> MetricFamily {
            MetricFamily(.counter, "filon_notifications_\(name)_total", help, counter.value)
        }
        return [
            counter("sent", "Messages taken over by the other side", sent),
            counter("failed", "Messages given up", failed),
            counter("retried", "Attempts that another follows", retried),
            counter("perhaps_sent", "Messages of which nobody knows whether they arrived", perhapsSent),
            counter("digested", "Messages told as a line of a digest", lines),
            counter("silenced", "Messages not told for a reason found before the send", silenced),
            MetricFamily(
                .gauge,
                "filon_notifications_last_sent_timestamp_seconds",
                "When a message was last taken over",
                lastSent.value
            ),
        ]
    }
}
