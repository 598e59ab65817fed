import Contracts
import Foundation
import Scorecard

/// Makes a model of a log of outcomes, and says whether it may serve.
///
/// The whole log is read again each time: what was reopened, merged or erased since is undone by not being there, and
/// the same outcomes give the same model to the bit, whatever the order in which they were heard.
struct Training {
    /// An outcome as it is kept, with the score's word of the time.
    struct Row: Sendable {
        let dealID: String
        let isWon: Bool
        let closedAt: Date
        let judgedAt: Date
        let inputs: ScoreInputs
        let points: Int
        let ruleSet: String
    }

    let model: ClosingModel
    let card: ModelCard

    /// What a probability is of: a win within so many days. What is won later was not won in time.
    static let horizonDays = 180
    /// The latest outcomes are read, so many at most: with a half-life of 2,000 the ones before count for nothing.
    static let window = 50_000
    /// Outcomes at the end of the log by which a model is judged.
    private static let judgedBy = 2_000

    /// - Parameters:
    ///   - rows: in any order
    ///   - champion: the model that serves
    init(_ rows: [Row], champion: ClosingModel, trainedUntil: Date?) {
        let means = Self.means(rows)
        let snapshots = ClosingModel(learner: Learner(), means: means)
        let outcomes = rows.map { row in
            Scorecard.Outcome(
                id: row.dealID,
                snapshot: snapshots.snapshot(row.inputs, points: row.points, ruleSet: row.ruleSet),
                judgedAt: Self.milliseconds(row.judgedAt),
                closedAt: Self.milliseconds(row.closedAt),
                isWon: row.isWon && row.closedAt <= row.judgedAt.addingTimeInterval(Double(horizonSeconds))
            )
        }
        let replay = Replay(outcomes)
        model = ClosingModel(learner: replay.learner, means: means)
        let latest = replay.served.suffix(Self.judgedBy)
        let scored = latest.map { Scored($0.judgement.probability, isWon: $0.outcome.isWon) }
        // What both could foretell: deals that were over after the champion had learnt.
        let until = trainedUntil.map(Self.milliseconds) ?? .min
        let fresh = latest.filter { $0.outcome.closedAt > until }
        card = ModelCard(
            features: LeadFeatures.version,
            horizonDays: Self.horizonDays,
            from: rows.map(\.closedAt).min(),
            to: rows.map(\.closedAt).max(),
            outcomes: replay.learner.outcomes,
            won: replay.learner.won,
            scored: scored,
            contest: ModelCard.Contest(
                outcomes: fresh.count,
                challenger: Self.loss(fresh.map { ($0.outcome.isWon, $0.judgement.probability) }),
                champion: Self.loss(
                    fresh.map { ($0.outcome.isWon, champion.learner.judge($0.outcome.snapshot).probability) }
                )
            )
        )
    }

    private static func means(_ rows: [Row]) -> [String: Double] {
        Dictionary(grouping: rows, by: \.ruleSet).mapValues { rows in
            // Integers, so that the order of the rows changes nothing.
            Double(rows.reduce(0) { $0 + $1.points }) / Double(rows.count)
        }
    }

    private static func milliseconds(_ moment: Date) -> Int64 { Int64((moment.timeIntervalSince1970 * 1000).rounded()) }

    /// Mean log-loss; nil of nothing.
    private static func loss(_ foretold: [(isWon: Bool, probability: Double)]) -> Double? {
        Quality(foretold.map { Scored($0.probability, isWon: $0.isWon) })?.logloss
    }
}

private let horizonSeconds = Training.horizonDays * 86_400
