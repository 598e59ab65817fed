/// Waiting times between attempts: doubling from 0.2 s to 10 s, each between half and the whole of its step, so
/// that a fleet does not come back in one wave.
struct Backoff {
    static let slowest = Duration.seconds(10)
    private static let first = Duration.milliseconds(200)

    private var step = Backoff.first

    /// - Parameter fraction: 0...1, random in life.
    mutating func next(fraction: Double = .random(in: 0...1)) -> Duration {
        let delay = step * (0.5 + 0.5 * fraction)
        step = min(step * 2, Self.slowest)
        return delay
    }

    mutating func reset() { step = Self.first }
}
