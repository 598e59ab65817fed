public import Telemetry

/// How callers of a pool fared.
public final class PoolMeter: Sendable {
    /// From asking for a session to having it; those that got none are not among them.
    public let waits = Histogram(.waits)
    /// Callers that got none: too many waited, or time ran out.
    public let refusals = Counter()
}
