import Contracts
import Foundation
import Messaging
import Postgres
import Scorecard

/// What scoring does on its own to learn.
struct LearningJobs: Sendable {
    let closing: Closing

    /// Open deals judged again at a round.
    private static let round = 1_000
    /// Fewest outcomes from which a lead's chance counts in its band.
    private static let enough = 20
    /// Seconds between two models that leads are judged by: bands that change by the minute help nobody.
    private static let pause = 3_600.0

    /// Reads the outcomes again when they have changed. A process that dies in the middle leaves the model in force and
    /// the change still to be read: all is one transaction.
    var train: Schedule {
        Schedule("scoring.train", .every(.seconds(20))) { now, tx in
            guard let due = try OutcomeStore.due(in: tx) else { return [] }
            let rows = try OutcomeStore.latest(Training.window, in: tx)
            let active = try ModelStore.active(in: tx)
            let champion = (try? ModelStore.model(active, in: tx)) ?? .unlearnt
            let training = try tx.computing { Training(rows, champion: champion, trainedUntil: due.trainedUntil) }
            let isHeld = try ModelHoldStore.isHeld(active, read: champion.hash, in: tx)
            let kept = try ModelStore.keep(training, isHeld: isHeld, at: now, in: tx)
            try ModelStore.thin(in: tx)
            let alarms = try AlarmStore.note(training.card, of: kept.version, at: now, in: tx)
            try OutcomeStore.learnt(due, until: kept.isActive ? training.card.to : nil, in: tx)
            return [
                ModelTrained(
                    model: training.model.hash,
                    version: Int64(kept.version),
                    isActive: kept.isActive,
                    refusal: training.card.refusal ?? (isHeld ? "another model is held in force" : nil),
                    outcomes: training.card.outcomes,
                    won: training.card.won,
                    alarms: alarms.standing.map(\.rawValue).sorted(),
                    at: now
                )
            ] + alarms.changes
        }
    }

    var judgeAgain: Schedule {
        Schedule("scoring.judge-deals", .every(.seconds(10))) { _, tx in
            try closing.judgeAgain(limit: Self.round, in: tx)
        }
    }

    /// Has leads judged by what deals taught since: all of them are looked at, as after a change of rules.
    var judgeLeads: Schedule {
        Schedule("scoring.judge-leads", .every(.seconds(20))) { now, tx in
            let rule = LeadsModelStore.Rule(
                outcomes: Self.enough,
                since: now.addingTimeInterval(-Self.pause)
            )
            guard try LeadsModelStore.isDue(rule, in: tx) else { return [] }
            if try LeadsModelStore.follow(rule, at: now, in: tx) {
                try RescoreJobStore.begin("model", at: now, in: tx)
            }
            return []
        }
    }
}
