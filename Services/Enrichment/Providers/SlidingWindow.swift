/// Counts starts so that no second holds more than a limit.
struct SlidingWindow: Sendable {
    /// A second, and what may pass between leaving here and arriving there.
    private static let length = Duration.milliseconds(1010)

    private let limit: Int
    /// The last `limit` starts, in a ring.
    private var starts: [ContinuousClock.Instant] = []
    private var oldest = 0

    init(limit: Int) { self.limit = max(1, limit) }

    /// Counts a start at `now`.
    /// - Returns: nil if it may go; otherwise when to ask again, and nothing is counted.
    mutating func enter(at now: ContinuousClock.Instant) -> ContinuousClock.Instant? {
        guard starts.count == limit else {
            starts.append(now)
            return nil
        }
        let free = starts[oldest] + Self.length
        guard now >= free else { return free }
        starts[oldest] = now
        oldest = (oldest + 1) % limit
        return nil
    }
}
