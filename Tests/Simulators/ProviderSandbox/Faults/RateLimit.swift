/// How often a provider may be called.
struct RateLimit: Sendable {
    /// Tells limits of one provider apart.
    var name = "calls"
    var calls: Int
    /// The length of the rolling window; nil for a calendar day (UTC) of the simulator's clock.
    var seconds: Double?
    /// Counted per client address, else over all clients.
    var isPerClient = false
    /// Whoever goes beyond is refused for so many seconds.
    var ban: Double?

    static func perSecond(_ calls: Int) -> RateLimit { RateLimit(calls: calls, seconds: 1, isPerClient: true) }
    static func perDay(_ calls: Int) -> RateLimit { RateLimit(calls: calls) }
}

/// The calls that one limit has seen of one client.
struct LimitWindow: Sendable {
    private var instants: [Double] = []
    private var first = 0
    private var day = ""
    private var today = 0
    private var bannedUntil = -1.0

    /// How many calls count at present.
    mutating func count(of limit: RateLimit, at now: Double, day current: String) -> Int {
        guard let seconds = limit.seconds else {
            if day != current { (day, today) = (current, 0) }
            return today
        }
        while first < instants.count, now - instants[first] >= seconds { first += 1 }
        if first > 1000 {
            instants.removeFirst(first)
            first = 0
        }
        return instants.count - first
    }

    mutating func add(to limit: RateLimit, at now: Double) {
        if limit.seconds == nil { today += 1 } else { instants.append(now) }
    }

    mutating func isFull(_ limit: RateLimit, at now: Double, day: String) -> Bool {
        count(of: limit, at: now, day: day) >= limit.calls
    }

    /// Seconds until the next call may come; zero when it may come now.
    ///
    /// - Parameter midnight: seconds until the quotas of a day are back.
    mutating func wait(for limit: RateLimit, at now: Double, day: String, midnight: Double) -> Double {
        if now < bannedUntil { return bannedUntil - now }
        guard count(of: limit, at: now, day: day) >= limit.calls else { return 0 }
        guard let seconds = limit.seconds else { return max(1, midnight) }
        return max(0.001, seconds - (now - instants[first]))
    }

    func isBanned(at now: Double) -> Bool { now < bannedUntil }

    mutating func ban(until instant: Double) { bannedUntil = max(bannedUntil, instant) }
}
