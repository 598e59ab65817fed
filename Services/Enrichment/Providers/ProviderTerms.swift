/// How a provider may be called, by all replicas together.
struct ProviderTerms: Sendable {
    let name: String
    /// So many calls in ``period``.
    let calls: Int
    /// Seconds.
    let period: Int
    /// How long nobody calls after ``failuresAllowed`` failures in a row.
    let breaker: Duration
    /// Calls a day; nil: no ceiling.
    var perDay: Int?

    /// Failures in a row from which the breaker opens: retry storms end in bans.
    static let failuresAllowed = 5
    /// How long the one call that probes a failing provider may take before another may.
    static let probe = Duration.seconds(30)
    /// A look-up waits so long at most for a provider that asked to wait; beyond, its message is tried again later.
    static let patience = Duration.seconds(20)

    /// What of ``calls`` is used: calls leave evenly, but of many some arrive together.
    var steadyCalls: Int { max(1, calls - calls / 25) }
    /// Distance of two calls, 3 % over what ``steadyCalls`` allows.
    var spacing: Duration { .seconds(1.03 * Double(max(1, period)) / Double(steadyCalls)) }
    /// Calls reserved at once: a quarter of a second's.
    var batch: Int { max(1, calls / max(1, period) / 4) }
}
