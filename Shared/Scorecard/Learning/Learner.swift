import Glibc

/// Learns from one outcome at a time what makes a deal succeed: a scorecard of Gaussian weights, kept by several
/// experts that share the word by how well they foretold.
///
/// Useful before the first outcome, since the rules' score is the prior; each outcome costs as many steps as the lead
/// has fields and pairs of fields. A value: a copy is a snapshot.
public struct Learner: Sendable {
    var vocabulary = Vocabulary()
    var bank: ExpertBank
    var mixture: Mixture
    var calibration = Calibration()
    /// Outcomes learned from, and those of them that were won.
    public internal(set) var outcomes = 0
    public internal(set) var won = 0

    /// The rate of success that is believed before the first outcome.
    public static let base = 0.3
    /// No open deal is certain.
    public static let certain = 0.005...0.995
    /// Standard deviations of the interval that holds four of five.
    private static let width = 1.2816

    public init(plan: Plan = .standard) {
        bank = ExpertBank(plan.experts, base: logit(Self.base))
        mixture = Mixture(shares: plan.shares)
    }

    public func judge(_ snapshot: Snapshot) -> Judgement { judge(snapshot, known(snapshot)).judgement }

    func judge(_ snapshot: Snapshot, _ numbers: [Int32?]) -> (judgement: Judgement, opinions: [ExpertBank.Opinion]) {
        let seen = numbers.compactMap(\.self)
        let opinions = bank.opinions(seen, unseen: numbers.count - seen.count, offset: snapshot.offset)
        var (z, variance) = (0.0, 0.0)
        var said: [Double] = []
        said.reserveCapacity(opinions.count)
        for (index, opinion) in opinions.enumerated() {
            let moderated = opinion.z * moderation(opinion.variance)
            said.append(logistic(moderated))
            z += mixture.shares[index] * moderated
            variance += mixture.shares[index] * opinion.variance
        }
        let bounds = (logit(Self.certain.lowerBound), logit(Self.certain.upperBound))
        let correction = calibration.inForce
        let calibrated = min(max(correction.shift + correction.stretch * z, bounds.0), bounds.1)
        let half = Self.width * variance.squareRoot()
        let judgement = Judgement(
            probability: min(max(logistic(calibrated), Self.certain.lowerBound), Self.certain.upperBound),
            interval: logistic(calibrated - half)...logistic(calibrated + half),
            z: calibrated,
            said: said,
            uncalibrated: z,
            tried: calibration.tried(z)
        )
        return (judgement, opinions)
    }

    /// - Parameter judgement: what was served when the lead was judged, by which experts and calibration are judged.
    public mutating func learn(_ snapshot: Snapshot, _ judgement: Judgement, isWon: Bool) {
        mixture.learn(judgement.said, isWon: isWon)
        calibration.learn(judgement.uncalibrated, judgement.tried, isWon: isWon)
        let numbers = snapshot.features.map { vocabulary.enter($0) }
        bank.grow(to: vocabulary.count, fields: vocabulary.fieldCount)
        bank.learn(numbers, of: vocabulary.fieldOf, offset: snapshot.offset, isWon: isWon)
        outcomes += 1
        if isWon { won += 1 }
    }

    /// nil: nothing was learned of that value yet.
    func known(_ snapshot: Snapshot) -> [Int32?] { snapshot.features.map { vocabulary.number(of: $0) } }
}

/// Which experts there are, and how they are believed before the first outcome.
public struct Plan: Sendable {
    var experts: [Expert]
    /// They sum to 1.
    var shares: [Double]

    /// What the expert on pairs has to say at first: it has most to learn.
    private static let pairs = 0.02

    /// Before anything is known, those who believe the rules and need many outcomes to be moved have the most to say.
    public static let standard: Plan = {
        var experts = [Expert(precision: nil, slope: 1.3, halfLife: 2_000)]
        var shares = [0.1]
        for (slope, word) in [(1.3, [0.04, 0.16, 0.25, 0.15]), (nil, [0.02, 0.08, 0.12, 0.08])] {
            for (precision, share) in zip([2.0, 8, 32, 128], word) {
                experts.append(Expert(precision: precision, slope: slope, halfLife: 2_000))
                shares.append(share)
            }
        }
        experts.append(Expert(precision: 8, slope: 1.3, halfLife: PairWeights.halfLife, weighsPairs: true))
        return Plan(experts: experts, shares: shares.map { $0 * (1 - pairs) } + [pairs])
    }()
}
