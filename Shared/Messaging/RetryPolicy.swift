/// When a failed message runs again, and when it no longer does.
public struct RetryPolicy: Sendable {
    /// Delay before each further attempt; one attempt more than delays is made in all.
    public var delays: [Duration]
    /// Share of a delay that is drawn at random on top, so that messages that failed together do not return together.
    public var jitter: Double
    /// How often a handler may ask for later before the message is kept as a dead letter.
    public var postponements: Int

    public static let standard = RetryPolicy(
        delays: [.seconds(5), .seconds(30), .seconds(300), .seconds(1800)],
        jitter: 0.2,
        postponements: 500
    )

    public init(delays: [Duration], jitter: Double = 0.2, postponements: Int = 500) {
        self.delays = delays
        self.jitter = jitter
        self.postponements = postponements
    }

    /// - Parameter attempt: the attempt that failed, from 1.
    /// - Returns: nil when it was the last.
    func delay(after attempt: Int) -> Duration? {
        guard attempt >= 1, attempt <= delays.count else { return nil }
        return delays[attempt - 1] * (1 + Double.random(in: 0...max(0, jitter)))
    }
}
