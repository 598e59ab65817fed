import Messaging

/// Counters of the senders since the service started, for `/metrics`.
final class SendMetrics: Sendable {
    let sent = MessagingMetrics.Counter()
    let failed = MessagingMetrics.Counter()
    let retried = MessagingMetrics.Counter()
    let perhapsSent = MessagingMetrics.Counter()
    /// Messages told as a line of another.
    let lines = MessagingMetrics.Counter()
    let silenced = MessagingMetrics.Counter()

    func count(_ ending: Ending, lines count: Int) {
        switch ending {
        case .sent: sent.add(1)
        case .failed: failed.add(1)
        case .perhapsSent: perhapsSent.add(1)
        case .again: retried.add(1)
        }
        if ending == .sent { lines.add(count) }
    }

    var text: String {
        let all = [
            ("sent_total", "Messages taken over by the other side", sent.value),
            ("failed_total", "Messages given up", failed.value),
            ("retried_total", "Attempts that another follows", retried.value),
            ("perhaps_sent_total", "Messages of which nobody knows whether they arrived", perhapsSent.value),
            ("digested_total", "Messages told as a line of a digest", lines.value),
            ("silenced_total", "Messages not told for a reason found before the send", silenced.value),
        ]
        return all.map { name, help, value in
            "# HELP filon_notifications_\(name) \(help)\n# TYPE filon_notifications_\(name) counter\n"
                + "filon_notifications_\(name) \(value)\n"
        }.joined()
    }
}
