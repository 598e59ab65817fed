import Contracts
import Foundation
import Messaging
import Postgres
import Scorecard

/// What scoring does on its own to learn.
struct LearningJobs: Sendable {
    let closing: Closing

    /// Open deals judged again at a round, and leads.
    private static let (round, leads) = (1_000, 500)
    /// Fewest outcomes from which a lead's chance counts in its band.
    private static let enough = 20
    /// How soon another model has all leads judged again: bands that change by the minute help nobody.
    private static let pause = 3_600.0

    /// Reads the outcomes again when they have changed. A process that dies in the middle leaves the model in force and
    /// the change still to be read: all is one transaction.
    var train: Schedule {
        Schedule("scoring.train", .every(.seconds(20))) { now, tx in
            guard let due = try OutcomeStore.due(in: tx) else { return [] }
            let rows = try OutcomeStore.latest(Training.window, in: tx)
            let active = try ModelStore.active(in: tx)
            let champion = (try? ModelStore.model(active, in: tx)) ?? .unlearnt
            let training = Training(rows, champion: champion, trainedUntil: due.trainedUntil)
            let kept = try ModelStore.keep(training, at: now, in: tx)
            try ModelStore.thin(in: tx)
            try OutcomeStore.learnt(due, until: kept.isActive ? training.card.to : nil, in: tx)
            return [
                ModelTrained(
                    model: training.model.hash,
                    version: Int64(kept.version),
                    isActive: kept.isActive,
                    refusal: training.card.refusal,
                    outcomes: training.card.outcomes,
                    won: training.card.won,
                    alarms: training.card.alarms,
                    at: now
                )
            ]
        }
    }

    var judgeAgain: Schedule {
        Schedule("scoring.judge-deals", .every(.seconds(10))) { _, tx in
            try closing.judgeAgain(limit: Self.round, in: tx)
        }
    }

    /// Walks over all leads when another model serves, a page at a round, and scores those again whose chance reads
    /// differently. The walk's place is kept with what it wrote: after a crash it goes on where it was.
    func judgeLeads(_ rescore: Rescore) -> Schedule {
        Schedule("scoring.judge-leads", .every(.seconds(5))) { now, tx in
            guard let walk = try LeadWalkStore.walk(in: tx) else { return [] }
            let (id, model) = try closing.inForce(tx)
            guard let id, model.learner.outcomes >= Self.enough else { return [] }
            var after = walk.reached
            if walk.model != id {
                guard now.timeIntervalSince(walk.beganAt ?? .distantPast) >= Self.pause else { return [] }
                try LeadWalkStore.begin(id, at: now, in: tx)
                after = LeadWalkStore.start
            }
            guard let after else { return [] }
            let page = try LeadWalkStore.page(after: after, limit: Self.leads, in: tx)
            try LeadWalkStore.reach(page.count < Self.leads ? nil : page.last?.lead, in: tx)
            let changed = page.compactMap { lead -> (lead: LeadWalkStore.Scored, basisPoints: Int)? in
                let snapshot = model.snapshot(lead.inputs, points: lead.points, ruleSet: lead.ruleSet)
                let chance = ClosingChance(model.learner.judge(snapshot), label: model.label)
                let isSame = chance.looksLike(basisPoints: lead.basisPoints, label: model.label)
                return isSame ? nil : (lead, chance.basisPoints)
            }
            guard !changed.isEmpty else { return [] }
            let companies = Set(changed.map(\.lead.company)).sorted { $0.uuidString < $1.uuidString }
            return try rescore.look(companies, after: [LeadWalkStore.save(changed)], in: tx).news.map(\.event)
        }
    }
}
