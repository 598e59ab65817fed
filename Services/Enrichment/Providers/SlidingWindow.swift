/// Counts starts so that no span of some seconds holds more than a limit.
struct SlidingWindow: Sendable {
    /// What may pass between leaving here and arriving there.
    private static let margin = Duration.milliseconds(10)

    private let limit: Int
    private let length: Duration
    /// The last `limit` starts, in a ring.
    private var starts: [ContinuousClock.Instant] = []
    private var oldest = 0

    init(limit: Int, per seconds: Int = 1) {
        self.limit = max(1, limit)
        length = .seconds(max(1, seconds)) + Self.margin
    }

    /// Counts a start at `now`.
    /// - Returns: nil if it may go; otherwise when to ask again, and nothing is counted.
    mutating func enter(at now: ContinuousClock.Instant) -> ContinuousClock.Instant? {
        guard starts.count == limit else {
            starts.append(now)
            return nil
        }
        let free = starts[oldest] + length
        guard now >= free else { return free }
        starts[oldest] = now
        oldest = (oldest + 1) % limit
        return nil
    }
}
