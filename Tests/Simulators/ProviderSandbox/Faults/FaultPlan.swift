/// How a provider is to misbehave, as ordered through `POST /_control`.
struct FaultPlan: Codable, Sendable {
    /// `recherche-entreprises`, `ratios-inpi-bce`, `bodacc` or `slack`.
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
    /// How many calls are affected before the provider is sound again; no end when absent.
    var times: Int?
    /// Calls admitted per second and client; overrides the simulator's own limit.
    var limitPerSecond: Int?

    /// What is wrong with the order, if anything.
    var objection: String? {
        if !SandboxState.providers.contains(provider) { return "unknown provider" }
        if let latencyMs, !(0...600_000).contains(latencyMs) { return "latency_ms must be 0 … 600000" }
        if let status, !(200...599).contains(status) { return "status must be 200 … 599" }
        if let rate, !(0...1).contains(rate) { return "rate must be 0 … 1" }
        if let times, times < 0 { return "times must not be negative" }
        if let limitPerSecond, limitPerSecond < 1 { return "limit_per_second must be positive" }
        return nil
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
