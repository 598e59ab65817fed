import Contracts
import Foundation
import FrenchBusiness
import Messaging
import Postgres

/// One lead's score of a moment, made again from what it was made of: word for word, or with what is gone.
struct ScoreProofs: RecordedDecisions {
    static let name = "scoring.proof"

    /// - Throws: ``RefusedParameters`` without a lead, `PostgresError`.
    func again(
        _ window: Range<Date>,
        about: UUID?,
        after: UUID?,
        limit: Int,
        with parameters: [UInt8]?,
        in tx: isolated PostgresSession
    ) throws -> [DecidedAgain] {
        guard let about else { throw RefusedParameters("a proof is of one lead's score: say which lead") }
        guard parameters == nil else {
            throw RefusedParameters("a proof is made with what the score was made of; it takes no parameters")
        }
        guard after == nil, let kept = try RecordedScoreStore.last(of: about, before: window.upperBound, in: tx) else {
            return []
        }
        let rules = try StoredRules.scorer(labelled: kept.ruleSet, in: tx)
        let model = try kept.model.flatMap { id in
            try ModelStore.usable(id, in: tx).flatMap { LeadChances(id, $0) }
        }
        return [
            DecidedAgain(
                id: about,
                subject: "lead/\(about.wireText)",
                then: try Wire.encode(ScoreProof.Then(kept)),
                now: try Wire.encode(ScoreProof(kept, rules: rules, chances: model))
            )
        ]
    }
}

/// A row of `score_history`.
struct KeptScore: Sendable {
    let version: Int64
    let result: RecordedScore.Result
    let ruleSet: String
    let computedAt: Date
    /// nil: from before they were kept.
    let inputs: ScoreInputs?
    let exclusion: String?
    let model: UUID?
    let modelHash: String?
    let causes: [UUID]
    let digest: Int64?
}

/// What comes of a score when it is made again.
struct ScoreProof: Encodable, Sendable {
    /// The score as it was written down.
    struct Then: Encodable, Sendable {
        var version: Int64
        var computedAt: Date
        var points: Int
        var band: String
        var urgency: String
        var rules: String
        /// Hash of the model that said the chance.
        var model: String?
        var chanceBasisPoints: Int?
        var exclusion: String?
        /// Messages at which it was computed, or the look at every lead.
        var causes: [UUID]
        var digest: String?

        init(_ kept: KeptScore) {
            version = kept.version
            computedAt = kept.computedAt
            points = kept.result.points
            band = kept.result.band
            urgency = kept.result.urgency
            rules = kept.ruleSet
            model = kept.modelHash
            chanceBasisPoints = kept.inputs?.probabilityBasisPoints
            exclusion = kept.exclusion
            causes = kept.causes
            digest = kept.digest.map(ScoreProof.digits)
        }
    }

    /// What it cannot be made of any more: `inputs`, `rules`, `model`, `digest`.
    var gone: [String] = []
    var points: Int?
    var band: String?
    var urgency: String?
    var chanceBasisPoints: Int?
    var lines: [ScoreLine] = []
    var digest: String?

    /// - Parameters:
    ///   - rules: nil: not stored any more
    ///   - chances: nil: the model is not stored any more; the chance is then taken as it was written down
    init(_ kept: KeptScore, rules: (any Scorer)?, chances: LeadChances?) {
        if kept.digest == nil { gone.append("digest") }
        guard var inputs = kept.inputs, let rules else {
            if kept.inputs == nil { gone.append("inputs") }
            if rules == nil { gone.append("rules") }
            return
        }
        if kept.model != nil {
            if let chances {
                let points = rules.rank(inputs).points
                inputs.probabilityBasisPoints = chances.basisPoints(inputs, points: points, ruleSet: kept.ruleSet)
            } else {
                gone.append("model")
            }
        }
        let score = kept.exclusion == nil ? rules.score(inputs) : rules.excluded(inputs)
        points = score.summary.points
        band = score.band.rawValue
        urgency = score.urgency.rawValue
        chanceBasisPoints = inputs.probabilityBasisPoints
        lines = score.summary.lines
        digest = Self.digits(Fingerprint(score).value)
    }

    fileprivate static func digits(_ digest: Int64) -> String {
        let digits = String(UInt64(bitPattern: digest), radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}
