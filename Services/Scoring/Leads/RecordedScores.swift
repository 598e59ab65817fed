import Contracts
import Foundation
import Messaging
import Postgres

/// The scores of a time, made again from what the rules saw then: with the rules in force, or with a rule set that an
/// operator hands in (JSON of ``RuleSet``).
struct RecordedScores: RecordedDecisions {
    static let name = "scoring.score"

    func again(
        _ window: Range<Date>,
        after: UUID?,
        limit: Int,
        with parameters: [UInt8]?,
        in tx: isolated PostgresSession
    ) throws -> [DecidedAgain] {
        let model = ScoringModel(ruleSet: try parameters.map(ruleSet) ?? .tpePME)
        return try RecordedScoreStore.page(window, after: after, limit: limit, in: tx).map { recorded in
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

    private func ruleSet(_ json: [UInt8]) throws -> RuleSet {
        let ruleSet: RuleSet
        do {
            ruleSet = try Wire.decode(RuleSet.self, from: json)
        } catch let error as DecodingError {
            throw RefusedParameters(error, of: "a rule set")
        }
        guard ruleSet.faults.isEmpty else { throw RefusedParameters(ruleSet.faults.joined(separator: "; ")) }
        return ruleSet
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
    let isExcluded: Bool
}
