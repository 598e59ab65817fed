public import Foundation

/// What a model was learnt from and how well it foretold, as it is stored and published beside the model.
public struct ModelCard: Codable, Sendable {
    /// How a challenger did against the champion on deals that ended after the champion had learnt.
    public struct Contest: Codable, Sendable {
        public var outcomes: Int
        /// log-loss, as served
        public var challenger: Double?
        /// log-loss of the champion as it stands
        public var champion: Double?

        public init(outcomes: Int, challenger: Double?, champion: Double?) {
            self.outcomes = outcomes
            self.challenger = challenger
            self.champion = champion
        }
    }

    /// version of what the learner sees of a lead
    public var features: Int
    public var horizonDays: Int
    /// When the first and the last of its outcomes ended.
    public var from: Date?
    public var to: Date?
    public var outcomes: Int
    public var won: Int
    /// Of the last outcomes, each foretold before it was known.
    public var quality: Quality?
    /// What calibration error chance alone makes.
    public var floor: Double?
    public var reliability: Reliability
    /// Log-loss of the rate alone on the same outcomes.
    public var rateOnly: Double?
    /// The newest of the same outcomes beside the others; nil: too few.
    public var drift: Drift?
    public var contest: Contest

    /// - Parameter scored: the last outcomes as they were foretold, in order of time
    public init(
        features: Int,
        horizonDays: Int,
        from: Date?,
        to: Date?,
        outcomes: Int,
        won: Int,
        scored: [Scored],
        contest: Contest
    ) {
        self.features = features
        self.horizonDays = horizonDays
        self.from = from
        self.to = to
        self.outcomes = outcomes
        self.won = won
        quality = Quality(scored)
        floor = scored.isEmpty ? nil : NoiseFloor.ece10(scored.map(\.probability), draws: 100)
        reliability = Reliability(scored)
        let rate = (Double(scored.count(where: \.isWon)) + 0.5) / (Double(scored.count) + 1)
        rateOnly = Quality(scored.map { Scored(rate, isWon: $0.isWon) })?.logloss
        drift = Drift(scored)
        self.contest = contest
    }
}

extension ModelCard {
    /// Fewest outcomes by which a challenger may be refused.
    private static let proof = 50
    /// Fewest outcomes by which anybody is alarmed.
    private static let worthAnAlarm = 200

    /// Why it must not serve; nil if it may.
    public var refusal: String? {
        guard contest.outcomes >= Self.proof, let challenger = contest.challenger, let champion = contest.champion,
            challenger > 1.02 * champion
        else { return nil }
        return "foretells the last \(contest.outcomes) outcomes worse than the model in force"
    }

    /// What a probability rests on, as people read it: `regles` below 20 outcomes, `hybride` below 200, then `appris`.
    public static func label(outcomes: Int) -> String {
        outcomes < 20 ? "regles" : outcomes < 200 ? "hybride" : "appris"
    }

    /// It foretells hardly better than the rate of wins alone would.
    public var isWeak: Bool {
        guard let quality, let rateOnly else { return false }
        return quality.logloss > 0.98 * rateOnly
    }

    /// What people are to look at. What stands already ends only when it is clearly over, so that nobody is told of
    /// each step over a border.
    public func alarms(standing: Set<ModelAlarm> = []) -> Set<ModelAlarm> {
        guard let quality, quality.n >= Self.worthAnAlarm else { return [] }
        var alarms: Set<ModelAlarm> = []
        if let rateOnly, quality.logloss > (standing.contains(.worseThanRate) ? 1 : 1.02) * rateOnly {
            alarms.insert(.worseThanRate)
        }
        if let floor, quality.ece10 > floor + (standing.contains(.miscalibrated) ? 0.03 : 0.05) {
            alarms.insert(.miscalibrated)
        }
        if let drift, drift.isWorse(still: standing.contains(.drifting)) { alarms.insert(.drifting) }
        return alarms
    }
}

/// What is wrong with what is learnt.
public enum ModelAlarm: String, CaseIterable, Codable, Sendable {
    /// It knows less than the rate of wins alone.
    case worseThanRate = "worse_than_rate"
    /// Its probabilities are off by more than chance makes.
    case miscalibrated
    /// The newest outcomes are foretold worse than the ones before.
    case drifting
    /// One challenger after the other foretells worse than the model in force.
    case refusedRepeatedly = "refused_repeatedly"
}
