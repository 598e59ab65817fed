/// Growing, jittered waits between attempts: half to the whole of 50 ms, 100 ms, 200 ms … up to the ceiling.
struct Backoff {
    let ceiling: Duration
    private var step = Duration.milliseconds(50)

    init(ceiling: Duration = .seconds(1)) {
        self.ceiling = ceiling
    }

    /// - Parameter jitter: 0 to 1; random, so that sessions do not come back in step.
    mutating func next(jitter: Double = .random(in: 0...1)) -> Duration {
        defer { step = min(step * 2, ceiling) }
        return step * (0.5 + jitter / 2)
    }
}
