/// What the learner thinks of a lead.
public struct Judgement: Sendable, Hashable {
    /// Of success within the horizon; never 0 or 1.
    public var probability: Double
    /// Four times in five the true one lies within.
    public var interval: ClosedRange<Double>
    /// ln(p / (1 - p)) of ``probability``
    public var z: Double
    /// Each expert's own probability, by which it is judged once the outcome is known.
    public var said: [Double]
    /// The logit before it was calibrated, and with the correction that is being tried.
    public var uncalibrated: Double
    public var tried: Double
}
