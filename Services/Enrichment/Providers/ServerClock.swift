import Foundation

/// The database's clock as this process' own: replicas share moments, not clocks.
///
/// An answer's time was told at some moment between asking and hearing, so each answer bounds how far the two clocks
/// are apart. What all bounds agree on is kept (K. Marzullo, "Maintaining the time in a distributed system", 1984): a
/// slow answer never spoils what a quick one told, and two slow ones together may tell more than either.
struct ServerClock: Sendable {
    /// Clocks that run by themselves drift apart by no more than this: 200 µs a second.
    private static let drift = 0.0002

    private struct Bounds {
        /// Distances of the two clocks are counted from here.
        let origin: (instant: ContinuousClock.Instant, serverTime: Date)
        /// The database's clock is behind ours by this at least and at most.
        var least: Duration
        var most: Duration
        var learnt: ContinuousClock.Instant
    }

    private var bounds: Bounds?

    mutating func learn(
        serverTime: Date,
        asked: ContinuousClock.Instant,
        answered: ContinuousClock.Instant
    ) {
        guard var bounds else { return begin(serverTime, asked, answered) }
        let told = bounds.origin.instant + .seconds(serverTime.timeIntervalSince(bounds.origin.serverTime))
        let slack = (answered - bounds.learnt) * Self.drift
        bounds.least = max(bounds.least - slack, asked - told)
        bounds.most = min(bounds.most + slack, answered - told)
        bounds.learnt = answered
        // They exclude each other: one of the clocks was set, or runs faster than believed.
        guard bounds.least <= bounds.most else { return begin(serverTime, asked, answered) }
        self.bounds = bounds
    }

    private mutating func begin(
        _ serverTime: Date,
        _ asked: ContinuousClock.Instant,
        _ answered: ContinuousClock.Instant
    ) {
        bounds = Bounds(origin: (asked, serverTime), least: .zero, most: answered - asked, learnt: answered)
    }

    func instant(of moment: Date) -> ContinuousClock.Instant {
        guard let bounds else { return .now }
        let passed = Duration.seconds(moment.timeIntervalSince(bounds.origin.serverTime))
        return bounds.origin.instant + passed + (bounds.least + bounds.most) / 2
    }
}
