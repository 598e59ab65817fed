import Contracts
import FrenchBusiness

/// A company's rank for a department, with its reasons.
struct Score: Codable, Hashable, Sendable {
    var summary: ScoreSummary
    var band: Band
    var urgency: Urgency
    /// Sorts the queue: points × the urgency's weight in percent.
    var priority: Int
    var sizeClass: CompanySize
    var turnover: TurnoverSummary

    /// Of a lead that must not be prospected: no points, no reasons, last in every queue.
    static func excluded(_ label: String, sizeClass: CompanySize, turnover: TurnoverSummary) -> Score {
        Score(
            summary: ScoreSummary(points: 0, ruleSet: label, lines: []),
            band: .d,
            urgency: .low,
            priority: 0,
            sizeClass: sizeClass,
            turnover: turnover
        )
    }
}
