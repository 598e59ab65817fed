/// The calls of the last second.
struct RollingSecond: Sendable {
    private var instants: [ContinuousClock.Instant] = []

    /// Drops what is older than a second and counts the rest.
    mutating func count(at now: ContinuousClock.Instant) -> Int {
        let expired = instants.prefix { now - $0 >= .seconds(1) }.count
        if expired > 0 { instants.removeFirst(expired) }
        return instants.count
    }

    mutating func add(_ instant: ContinuousClock.Instant) { instants.append(instant) }
}
