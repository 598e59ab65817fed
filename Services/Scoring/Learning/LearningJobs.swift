import Contracts
import Foundation
import Messaging
import Postgres

/// What scoring does on its own to learn.
struct LearningJobs: Sendable {
    let closing: Closing

    /// Open deals judged again at a round.
    private static let round = 1_000

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
}
