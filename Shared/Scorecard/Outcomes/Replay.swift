/// Reads the whole log of outcomes again, as it would have come to pass: each lead is judged by what was known at its
/// time, and learned from when it closes.
///
/// The order is the outcomes' own (time, then id), so the same set of outcomes gives the same weights to the bit, in
/// whatever order they arrive; what was reopened, merged or erased is undone by leaving it out.
public struct Replay: Sendable {
    public private(set) var learner: Learner
    /// What was served for each outcome, in the order of closing.
    public private(set) var served: [(outcome: Outcome, judgement: Judgement)] = []

    private struct Step {
        var time: Int64
        /// A lead is judged before its moment teaches anything.
        var closes: Bool
        var index: Int
    }

    /// - Parameter outcomes: in any order; of those with one id the one that closed last counts.
    public init(_ outcomes: [Outcome], plan: Plan = .standard, keepsServed: Bool = true) {
        learner = Learner(plan: plan)
        let outcomes = Self.canonical(outcomes)
        var steps: [Step] = []
        steps.reserveCapacity(2 * outcomes.count)
        for (index, outcome) in outcomes.enumerated() {
            steps.append(Step(time: min(outcome.judgedAt, outcome.closedAt), closes: false, index: index))
            steps.append(Step(time: outcome.closedAt, closes: true, index: index))
        }
        steps.sort { ($0.time, $0.closes ? 1 : 0, $0.index) < ($1.time, $1.closes ? 1 : 0, $1.index) }
        var judged = [Judgement?](repeating: nil, count: outcomes.count)
        for step in steps {
            let outcome = outcomes[step.index]
            guard step.closes else {
                judged[step.index] = learner.judge(outcome.snapshot)
                continue
            }
            guard let judgement = judged[step.index] else { continue }
            learner.learn(outcome.snapshot, judgement, isWon: outcome.isWon)
            judged[step.index] = nil
            if keepsServed { served.append((outcome, judgement)) }
        }
    }

    /// One of each id, sorted by it.
    static func canonical(_ outcomes: [Outcome]) -> [Outcome] {
        var latest: [String: Outcome] = [:]
        for outcome in outcomes {
            guard let other = latest[outcome.id] else {
                latest[outcome.id] = outcome
                continue
            }
            let isLater =
                (outcome.closedAt, outcome.judgedAt, outcome.isWon ? 1 : 0)
                > (other.closedAt, other.judgedAt, other.isWon ? 1 : 0)
            if isLater { latest[outcome.id] = outcome }
        }
        return latest.values.sorted { $0.id < $1.id }
    }
}
