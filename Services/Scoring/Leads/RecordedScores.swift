import Contracts
import Foundation
import Messaging
import Postgres

/// The scores of a time, made again from what the rules saw then: with the rules that made them, or with a rule set that
/// an operator hands in (JSON of a ``RuleBook`` or ``RuleSet``).
struct RecordedScores: RecordedDecisions {
    static let name = "scoring.score"

    func again(
        _ window: Range<Date>,
        about: UUID?,
        after: UUID?,
        limit: Int,
        with parameters: [UInt8]?,
        in tx: isolated PostgresSession
    ) throws -> [DecidedAgain] {
        let other = try parameters.map(scorer)
        var known: [String: any Scorer] = [:]
        return try RecordedScoreStore.page(window, about: about, after: after, limit: limit, in: tx).map { recorded in
            let model = try other ?? scorer(labelled: recorded.ruleSet, &known, in: tx)
            let score = recorded.isExcluded ? model.excluded(recorded.inputs) : model.score(recorded.inputs)
            let now = RecordedScore.Result(
                points: score.summary.points,
                band: score.band.rawValue,
                urgency: score.urgency.rawValue
            )
            return DecidedAgain(
                id: recorded.lead.rawValue,
                subject: "lead/\(recorded.lead)",
                then: try Wire.encode(recorded.result),
                now: try Wire.encode(now)
            )
        }
    }

    /// Rules that are gone are an error that names them: nothing is made up.
    private func scorer(
        labelled label: String,
        _ known: inout [String: any Scorer],
        in tx: isolated PostgresSession
    ) throws -> any Scorer {
        if let scorer = known[label] { return scorer }
        guard let scorer = try StoredRules.scorer(labelled: label, in: tx) else {
            throw RefusedParameters("the rules \(label), which made scores of that time, are not stored any more")
        }
        known[label] = scorer
        return scorer
    }

    private func scorer(_ json: [UInt8]) throws -> any Scorer {
        do {
            return try StoredRules.scorer(json, label: "handed-in")
        } catch let error as FaultyRules {
            throw RefusedParameters("this is not a rule set: " + error.faults.map(\.english).joined(separator: "; "))
        }
    }
}

/// A score with what the rules saw.
struct RecordedScore: Sendable {
    /// What the rules decide of a score; who it is about is no rule's affair.
    struct Result: Codable, Sendable, Equatable {
        var points: Int
        var band: String
        var urgency: String
    }

    let lead: LeadID
    let result: Result
    let inputs: ScoreInputs
    /// Name and version.
    let ruleSet: String
    let isExcluded: Bool
}
