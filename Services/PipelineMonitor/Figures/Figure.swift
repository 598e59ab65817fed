import Contracts

/// What a department's figures are made of, at one moment.
struct FigureFacts: Sendable, Equatable {
    var department: DepartmentID
    var open = 0
    /// amount × probability in basis points, summed: cents × 10,000
    var weighted: Int64 = 0
    /// closed within 90 days
    var won = 0
    var lost = 0
    var stuck = 0
    var registered = 0
    var scored = 0
    var owned = 0
    var pooled = 0
    var unassignable = 0
}

/// A figure's value with what it is made of, so that departments can be added up.
struct FigureResult: Sendable, Equatable {
    var key: String
    /// of the formula in `kpi_definitions`
    var version = 1
    /// nil where the denominator is zero
    var value: Double?
    var numerator: Double?
    var denominator: Double?
    /// rows that it rests on
    var examples: Int
}

/// Computes figures by version 1 of their formulas. Pure.
enum FigureModel {
    static func results(_ facts: FigureFacts) -> [FigureResult] {
        [
            count("open_deals", facts.open),
            FigureResult(
                key: "weighted_pipeline",
                value: (Double(facts.weighted) / 10_000).rounded(),
                examples: facts.open
            ),
            share("win_rate_90d", facts.won, of: facts.won + facts.lost),
            count("leads_registered", facts.registered),
            count("leads_scored", facts.scored),
            count("leads_owned", facts.owned),
            count("leads_pooled", facts.pooled),
            share("stuck_share", facts.stuck, of: facts.open),
        ]
    }

    private static func count(_ key: String, _ value: Int) -> FigureResult {
        FigureResult(key: key, value: Double(value), examples: value)
    }

    private static func share(_ key: String, _ part: Int, of whole: Int) -> FigureResult {
        FigureResult(
            key: key,
            value: whole == 0 ? nil : 100 * Double(part) / Double(whole),
            numerator: Double(part),
            denominator: Double(whole),
            examples: whole
        )
    }
}
