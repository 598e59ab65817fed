import Foundation
import Scorecard

/// How likely leads become customers, by what deals taught.
struct LeadChances: Sendable {
    /// Identity of the model.
    let id: UUID
    let model: ClosingModel

    /// nil: it has learnt nothing.
    init?(_ id: UUID, _ model: ClosingModel) {
        guard model.learner.outcomes > 0 else { return nil }
        (self.id, self.model) = (id, model)
    }

    /// Whole percents, as people read them, 1 at least and 99 at most: what changes less is the same score.
    func basisPoints(_ inputs: ScoreInputs, points: Int, ruleSet: String) -> Int {
        let snapshot = model.snapshot(inputs, points: points, ruleSet: ruleSet)
        let percent = (model.learner.judge(snapshot).probability * 100).rounded()
        return Int(min(99, max(1, percent))) * 100
    }
}
