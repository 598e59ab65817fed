import Foundation
import Telemetry

/// What passed through one queue.
final class QueueMeter: Sendable {
    /// Deliveries that had been delivered before and not acknowledged.
    let redelivered = Counter()
    /// Taken off the queue and not settled yet.
    let inHand = Counter()
    /// Waiting in the queue, as the broker last said.
    let ready = Counter()
    /// When a batch was last committed.
    let lastHandled = Gauge()
}

/// A job that runs in one replica at a time.
final class JobMeter: Sendable {
    let lastSuccess = Gauge()
    let failures = Counter()
    /// How often it is to run.
    let interval: Double

    init(_ moment: Schedule.Moment) {
        interval =
            switch moment {
            case .every(let pause): pause.seconds
            case .daily: 86_400
            }
    }
}
