/// Why a probability is what it is: parts that sum to its logit. About 13 of a hundred points are one logit, which
/// multiplies the odds by e.
public struct Explanation: Sendable, Hashable {
    public struct Part: Sendable, Hashable {
        public var feature: Feature
        /// Logits that this value adds against the mean of the leads.
        public var logits: Double
    }

    /// Of a lead like the mean of those learned from.
    public var base: Double
    /// What the rules' score adds.
    public var rules: Double
    /// One for each field, in the snapshot's order.
    public var parts: [Part]
    public var judgement: Judgement

    /// Equal to the judgement's `z` up to rounding.
    public var sum: Double { parts.reduce(base + rules) { $0 + $1.logits } }
}

extension Learner {
    public func explain(_ snapshot: Snapshot) -> Explanation {
        let numbers = known(snapshot)
        let (judgement, opinions) = judge(snapshot, numbers)
        let correction = calibration.inForce
        // What each expert's logit counts in the end.
        let gains = opinions.indices.map {
            correction.stretch * mixture.shares[$0] * moderation(opinions[$0].variance)
        }
        var (base, rules) = (correction.shift, 0.0)
        for index in gains.indices {
            base += gains[index] * bank.bias[index].mean
            if bank.experts[index].slope != nil { rules += gains[index] * bank.slope[index].mean * snapshot.offset }
        }
        var parts: [Explanation.Part] = []
        parts.reserveCapacity(numbers.count)
        let width = gains.count
        let pairs = bank.pairParts(numbers)
        for (place, (feature, number)) in zip(snapshot.features, numbers).enumerated() {
            let field = number.map { vocabulary.fieldOf[Int($0)] } ?? vocabulary.number(ofField: feature.field)
            var logits = pairs.map { gains[$0.expert] * $0.logits[place] } ?? 0
            for index in gains.indices where bank.experts[index].precision != nil {
                let centre = field.map { bank.centres.mean(of: $0, index) } ?? 0
                base += gains[index] * centre
                logits += gains[index] * ((number.map { bank.weights[Int($0) * width + index].mean } ?? 0) - centre)
            }
            parts.append(Explanation.Part(feature: feature, logits: logits))
        }
        // What no open deal may be is taken back from where everybody starts.
        let sum = parts.reduce(base + rules) { $0 + $1.logits }
        base += judgement.z - sum
        return Explanation(base: base, rules: rules, parts: parts, judgement: judgement)
    }
}
