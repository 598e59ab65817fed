import Foundation

/// The database's clock as this process' own: replicas share moments, not clocks.
///
/// The answer to a question stands for a moment between asking and hearing; of recent ones the quickest tells best.
struct ServerClock: Sendable {
    private struct Sample {
        let serverTime: Date
        let instant: ContinuousClock.Instant
        let roundTrip: Duration
    }

    private var sample: Sample?

    mutating func learn(
        serverTime: Date,
        asked: ContinuousClock.Instant,
        answered: ContinuousClock.Instant
    ) {
        let roundTrip = answered - asked
        if let sample, roundTrip > sample.roundTrip, answered - sample.instant < .seconds(30) { return }
        sample = Sample(serverTime: serverTime, instant: asked + roundTrip / 2, roundTrip: roundTrip)
    }

    func instant(of moment: Date) -> ContinuousClock.Instant {
        guard let sample else { return .now }
        return sample.instant + .seconds(moment.timeIntervalSince(sample.serverTime))
    }
}
