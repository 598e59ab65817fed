import Contracts
import Foundation
import Scorecard
import Synchronization

/// The learner that serves, with what turns a score into its prior.
struct ClosingModel: Sendable {
    let learner: Learner
    /// Names it by its contents.
    let hash: String
    /// Mean points of the leads under each rule set that its outcomes were scored by.
    let means: [String: Double]

    /// Before any outcome: the rules' word.
    static let unlearnt = ClosingModel(learner: Learner(), means: [:])

    init(learner: Learner, means: [String: Double]) {
        self.learner = learner
        self.means = means
        hash = ModelFile.hash(learner)
    }

    /// Points of the rules that are one logit of the prior (ml-anchors, 3.3); the learner finds the slope itself.
    private static let pointsPerLogit = 20.0
    /// What a lead has on average under rules that no outcome is known of.
    private static let usualPoints = 50.0

    func snapshot(_ inputs: ScoreInputs, points: Int, ruleSet: String) -> Snapshot {
        let mean = means[ruleSet] ?? Self.usualPoints
        return Snapshot(LeadFeatures.features(inputs), offset: (Double(points) - mean) / Self.pointsPerLogit)
    }

    var label: String { ModelCard.label(outcomes: learner.outcomes) }
}

/// How likely a deal is won, as it is announced and stored.
struct ClosingChance: Hashable, Sendable {
    /// 1 % is 100.
    var basisPoints: Int
    var lowBasisPoints: Int
    var highBasisPoints: Int
    var label: String

    init(_ judgement: Judgement, label: String) {
        basisPoints = Self.basisPoints(judgement.probability)
        lowBasisPoints = Self.basisPoints(judgement.interval.lowerBound)
        highBasisPoints = Self.basisPoints(judgement.interval.upperBound)
        self.label = label
    }

    private static func basisPoints(_ probability: Double) -> Int { Int((probability * 10_000).rounded()) }

    /// People read whole percents: a change below says nothing new.
    func looksLike(basisPoints: Int?, label: String?) -> Bool {
        basisPoints.map { ($0 + 50) / 100 == (self.basisPoints + 50) / 100 } == true && label == self.label
    }
}

/// The model in force, read again only when another one is.
final class ModelCache: Sendable {
    private let held = Mutex<(id: UUID?, model: ClosingModel)>((nil, .unlearnt))

    init() {}

    func model(_ id: UUID?, read: () throws -> ClosingModel) rethrows -> ClosingModel {
        if let known = held.withLock({ $0.id == id ? $0.model : nil }) { return known }
        let model = id == nil ? .unlearnt : try read()
        held.withLock { $0 = (id, model) }
        return model
    }
}
