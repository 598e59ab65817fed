import Contracts
import FrenchBusiness

/// A company's turnover as the rules read it. Unknown is a state with a reason, never zero.
struct TurnoverReading: Sendable {
    let status: TurnoverStatus
    /// Most recent first.
    let years: [TurnoverYear]
    let latest: TurnoverYear?
    let movement: TurnoverTrend?
    /// Closed too long ago to say anything about today.
    let isStale: Bool
    /// Closed recently enough to call somebody at once.
    let isFresh: Bool
    private let limits: TrendLimits

    init(_ inputs: ScoreInputs, limits: TrendLimits) {
        let years = TurnoverYears(inputs.turnover, today: inputs.today)
        status = TurnoverStatus(rawValue: inputs.turnover.status) ?? .unknown
        self.years = years.years
        latest = years.latest
        movement = years.movement
        isStale = years.latest.map { $0.closingDate < inputs.today.adding(months: -limits.staleMonths) } ?? false
        isFresh = years.latest.map { $0.closingDate >= inputs.today.adding(months: -limits.freshMonths) } ?? false
        self.limits = limits
    }

    /// Whether a movement says something about today.
    var isMovementKnown: Bool { movement != nil && !isStale }

    var trendOutcome: RuleOutcome {
        if isStale { return .tooOld }
        if let movement { return movement.isSuspicious ? .suspicious : limits.outcome(movement.basisPoints) }
        return switch status {
        case .confidential: .confidential
        case .notFiled: .notFiled
        case .notApplicable: .notApplicable
        case .zeroConfirmed: .noTurnover
        case .known, .estimated: latest == nil ? .unknown : .singleYear
        case .unknown: .unknown
        }
    }

    var trendFinding: Finding {
        guard let latest else { return Finding(.turnoverTrend, trendOutcome, input: status.label) }
        let input = movement.map(ScoreText.movement) ?? ScoreText.amount(latest, status)
        return Finding(.turnoverTrend, trendOutcome, input: input, source: latest.source, date: latest.closingDate)
    }

    var levelOutcome: RuleOutcome {
        guard let latest else { return .unknown }
        return switch (latest.annualisedCents ?? latest.amountCents) / 100 {
        case ...0: .noTurnover
        case ..<50_000: .under50k
        case ..<150_000: .under150k
        case ...2_000_000: .under2m
        case ...10_000_000: .under10m
        case ...50_000_000: .under50m
        default: .over50m
        }
    }

    var levelFinding: Finding {
        guard let latest else { return Finding(.turnoverLevel, .unknown, input: status.label) }
        return Finding(
            .turnoverLevel,
            levelOutcome,
            input: ScoreText.amount(latest, status),
            source: latest.source,
            date: latest.closingDate
        )
    }

    /// Only where the last known accounts are old.
    var staleFinding: Finding? {
        guard let latest, isStale else { return nil }
        return Finding(
            .staleAccounts,
            .tooOld,
            input: ScoreText.closed(latest.closingDate),
            source: latest.source,
            date: latest.closingDate
        )
    }

    var summary: TurnoverSummary {
        TurnoverSummary(
            status: status.rawValue,
            latestCents: latest?.amountCents,
            latestClosing: latest?.closingDate,
            changeBasisPoints: movement?.basisPoints,
            trend: movement.map { limits.trend($0.basisPoints) } ?? RuleOutcome.unknown.rawValue
        )
    }
}
