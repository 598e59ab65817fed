/// How long things took, counted in fixed buckets. An observation is two additions: no lock, no allocation.
public final class Histogram: Sendable {
    /// Upper bounds of the buckets in seconds, rising; what is longer than the last is counted under `+Inf`.
    public struct Bounds: Sendable {
        let seconds: [Double]
        let microseconds: [Int]

        public init(_ seconds: [Double]) {
            precondition(seconds == seconds.sorted(), "the bounds of a histogram rise")
            self.seconds = seconds
            microseconds = seconds.map { Int($0 * 1e6) }
        }

        /// From an event's announcement to the commit of its effects; hours when a service was away.
        public static let ages = Bounds([
            0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 1800, 7200,
        ])
        /// Work on this machine and its database.
        public static let work = Bounds([
            0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10,
        ])
        /// Waiting for one's turn, mostly not at all.
        public static let waits = Bounds([0.0001, 0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 10, 60])
        /// Calls over the network to somebody else.
        public static let calls = Bounds([0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30])
    }

    let bounds: Bounds
    private let buckets: [Counter]
    private let total = Counter()
    /// Of one observation: 30 days. Longer ones say no more, and the sum stays far from overflow.
    private static let longest = 30 * 86_400 * 1_000_000

    public init(_ bounds: Bounds) {
        self.bounds = bounds
        buckets = (0...bounds.seconds.count).map { _ in Counter() }
    }

    public func observe(_ duration: Duration) {
        let (seconds, attoseconds) = duration.components
        // More seconds than any sum could hold would overflow before they are clamped.
        let bounded = Int(min(max(0, seconds), 10_000_000))
        observe(microseconds: bounded * 1_000_000 + Int(attoseconds / 1_000_000_000_000))
    }

    /// - Parameter seconds: counted as zero where clocks disagree and it is negative.
    public func observe(seconds: Double) {
        observe(microseconds: Int(min(max(0, seconds), 1e7) * 1e6))
    }

    /// A wait that was none, without a look at the clock.
    public func observeNothing() { buckets[0].add(1) }

    private func observe(microseconds: Int) {
        let clamped = min(max(0, microseconds), Self.longest)
        var index = 0
        while index < bounds.microseconds.count, clamped > bounds.microseconds[index] { index += 1 }
        buckets[index].add(1)
        total.add(clamped)
    }

    /// What was seen so far: observations at most as long as each bound, all of them, and their sum in seconds.
    var reading: (cumulative: [Int], count: Int, sum: Double) {
        var cumulative: [Int] = []
        var count = 0
        for bucket in buckets {
            count += bucket.value
            cumulative.append(count)
        }
        return (cumulative.dropLast(), count, Double(total.value) / 1e6)
    }

    public var count: Int { reading.count }
}
