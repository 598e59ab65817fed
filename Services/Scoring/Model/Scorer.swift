import Contracts
import FrenchBusiness

/// Rules of either form, asked for a company's rank.
protocol Scorer: Sendable {
    /// Name and version, as scores carry them.
    var label: String { get }
    func score(_ inputs: ScoreInputs) -> Score
    /// What is known of a company that must not be prospected, without points.
    func excluded(_ inputs: ScoreInputs) -> Score
    /// The numbers of a score alone.
    func rank(_ inputs: ScoreInputs) -> Rank
    /// Whether ranking is cheap enough to try changes two by two with every score.
    var triesPairs: Bool { get }
}

/// Where a lead stands, in numbers.
struct Rank: Hashable, Sendable {
    var points: Int
    var band: Band
    var urgency: Urgency
    /// Sorts the queue: points × the urgency's weight in percent.
    var priority: Int
}

extension ScoringModel: Scorer {
    var label: String { ruleSet.name }
    /// It makes every line for a rank.
    var triesPairs: Bool { false }

    func rank(_ inputs: ScoreInputs) -> Rank {
        let score = score(inputs)
        return Rank(
            points: score.summary.points,
            band: score.band,
            urgency: score.urgency,
            priority: score.priority
        )
    }
}
