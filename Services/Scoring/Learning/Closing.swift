import Contracts
import Foundation
import Messaging
import Postgres
import Scorecard

/// Says of open deals how likely they are won, and announces what people would read differently.
struct Closing: Sendable {
    private let cache = ModelCache()

    /// - Parameter deals: those to judge; closed ones and those of leads without a score are left out.
    func judge(_ deals: [UUID], in tx: isolated PostgresSession) throws -> [DealScored] {
        let (id, model) = try inForce(tx)
        return try announce(DealStore.open(deals, in: tx), by: id, model, in: tx)
    }

    /// The open deals that the model in force has not judged yet, a bounded number at once.
    func judgeAgain(limit: Int, in tx: isolated PostgresSession) throws -> [DealScored] {
        let (id, model) = try inForce(tx)
        return try announce(DealStore.judgedByOthers(than: id, limit: limit, in: tx), by: id, model, in: tx)
    }

    /// The model that serves, and its identity; nil: the rules alone.
    func inForce(_ tx: isolated PostgresSession) throws -> (UUID?, ClosingModel) {
        let id = try ModelStore.active(in: tx)
        do {
            return (id, try cache.model(id) { try ModelStore.model(id, in: tx) })
        } catch is ModelFile.Unusable {
            // Cut, or of another version: the rules serve until the outcomes are read again, which they are soon.
            try OutcomeStore.learnAgain(in: tx)
            return (id, .unlearnt)
        }
    }

    private func announce(
        _ deals: [DealStore.Open],
        by id: UUID?,
        _ model: ClosingModel,
        in tx: isolated PostgresSession
    ) throws -> [DealScored] {
        let chances = deals.map { deal in
            let snapshot = model.snapshot(deal.inputs, points: deal.points, ruleSet: deal.ruleSet)
            let chance = ClosingChance(model.learner.judge(snapshot), label: model.label)
            return (
                deal: deal, chance: chance, isNews: !chance.looksLike(basisPoints: deal.basisPoints, label: deal.label)
            )
        }
        try DealStore.saveChances(chances, by: id, in: tx)
        return chances.filter(\.isNews).map { deal, chance, _ in
            DealScored(
                dealID: deal.dealID,
                leadID: deal.leadID,
                department: deal.department,
                probabilityBasisPoints: chance.basisPoints,
                label: chance.label,
                version: deal.scoreVersion + 1,
                lowBasisPoints: chance.lowBasisPoints,
                highBasisPoints: chance.highBasisPoints,
                outcomes: model.learner.outcomes,
                horizonDays: Training.horizonDays,
                model: model.hash
            )
        }
    }
}
