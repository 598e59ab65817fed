/// How a provider is to misbehave, as ordered through `POST /_control`.
struct FaultPlan: Codable, Sendable {
    /// The provider's name, as in its address.
    var provider: String
    /// Time before the answer, in milliseconds.
    var latencyMs: Int?
    /// HTTP status to answer instead.
    var status: Int?
    /// Share of calls that are affected, 0 … 1; all when absent. Spread evenly, not drawn.
    var rate: Double?
    /// Close the connection in the middle of the answer.
    var cut: Bool?
    /// Answer bytes that are no JSON.
    var malformed: Bool?
    /// What else is wrong.
    var fault: FaultKind?
    /// How many calls are affected before the provider is sound again; no end when absent.
    var times: Int?
    /// Calls admitted per second and client; overrides the simulator's own limit.
    var limitPerSecond: Int?
    /// What `Retry-After` says, in seconds; 1 when absent.
    var retryAfter: Int?
    /// Whether it says so as a date instead.
    var retryAfterAsDate: Bool?
    /// By how many seconds the `Date` header runs ahead, or behind.
    var clockSkew: Int?
    /// Other ways of answering, which are no faults: each provider's file says which.
    var variants: [String]?
    /// Where `redirect` points.
    var location: String?
    var depth: Int?
    var sizeBytes: Int?
    var intervalMs: Int?
    /// Sets the provider's balance, in whole credits.
    var credits: Int?
    /// The only keys that are accepted from now on; any but those that begin with `bad` while absent.
    var keys: [String]?
    /// What `/robots.txt` holds from now on.
    var robots: String?

    /// What is wrong with the order, if anything.
    var objection: String? {
        guard let known = Providers.all.first(where: { $0.name == provider }) else { return "unknown provider" }
        if let latencyMs, !(0...600_000).contains(latencyMs) { return "latency_ms must be 0 … 600000" }
        if let status, !(200...599).contains(status) { return "status must be 200 … 599" }
        if let rate, !(0...1).contains(rate) { return "rate must be 0 … 1" }
        if let times, times < 0 { return "times must not be negative" }
        if let limitPerSecond, limitPerSecond < 1 { return "limit_per_second must be positive" }
        if let retryAfter, !(0...86_400).contains(retryAfter) { return "retry_after must be 0 … 86400" }
        if let depth, !(1...2_000_000).contains(depth) { return "depth must be 1 … 2000000" }
        if let sizeBytes, !(1...(1 << 31)).contains(sizeBytes) { return "size_bytes must be 1 … 2147483648" }
        if let intervalMs, !(1...60_000).contains(intervalMs) { return "interval_ms must be 1 … 60000" }
        if let credits, !(0...10_000_000).contains(credits) { return "credits must be 0 … 10000000" }
        if let location, location.contains(where: \.isNewline) { return "location must be one line" }
        let unknown = Set(variants ?? []).subtracting(known.variants).sorted()
        if !unknown.isEmpty { return "unknown variants: \(unknown.joined(separator: ", "))" }
        return nil
    }

    /// What the order's refusals look like to the provider; nil when the answer itself is to come.
    var refusal: Refusal? {
        switch fault {
        case .expiredToken: .expiredToken
        case .badKey: .badKey
        case .outOfCredits: .outOfCredits
        default: status.map { $0 == 429 ? .tooMany(retryAfter: retryAfter ?? 1) : .status($0) }
        }
    }
}

/// A plan under way.
struct FaultProgress: Sendable {
    var plan: FaultPlan
    private(set) var seen = 0
    private(set) var affected = 0

    init(_ plan: FaultPlan) { self.plan = plan }

    /// Whether the next call is affected: of the first n calls, the whole part of n × rate are.
    mutating func strikes() -> Bool {
        if let times = plan.times, affected >= times { return false }
        seen += 1
        let rate = plan.rate ?? 1
        guard Int((Double(seen) * rate).rounded(.down)) > Int((Double(seen - 1) * rate).rounded(.down)) else {
            return false
        }
        affected += 1
        return true
    }
}
