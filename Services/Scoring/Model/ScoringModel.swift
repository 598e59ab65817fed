import Contracts
import FrenchBusiness

/// Ranks a company by a rule set: pure, so that it can be replayed and tried out.
struct ScoringModel: Sendable {
    var ruleSet: RuleSet = .tpePME

    /// The points of the lines sum to the score; nothing is cut off.
    func score(_ inputs: ScoreInputs) -> Score {
        let company = CompanyReading(inputs)
        let turnover = TurnoverReading(inputs, limits: ruleSet.trend)
        let lines = findings(inputs, company, turnover).map(line)
        let points = lines.reduce(0) { $0 + $1.points }
        let urgency = Urgency(turnover, company)
        return Score(
            summary: ScoreSummary(points: points, ruleSet: ruleSet.name, lines: lines),
            band: ruleSet.band(points),
            urgency: urgency,
            priority: ruleSet.priority(points, urgency),
            sizeClass: company.size,
            turnover: turnover.summary
        )
    }

    /// What is known of a company that must not be prospected, without points.
    func excluded(_ inputs: ScoreInputs) -> Score {
        .excluded(
            ruleSet.name,
            sizeClass: CompanyReading(inputs).size,
            turnover: TurnoverReading(inputs, limits: ruleSet.trend).summary
        )
    }

    private func findings(
        _ inputs: ScoreInputs,
        _ company: CompanyReading,
        _ turnover: TurnoverReading
    ) -> [Finding] {
        let found: [Finding?] = [
            Finding(.base, .start, input: ruleSet.name),
            company.sizeFinding,
            turnover.trendFinding,
            turnover.isMovementKnown ? nil : company.standInFinding,
            turnover.levelFinding,
            company.ageFinding,
            company.legalFormFinding,
            company.employerFinding,
            company.eInvoicingFinding,
            .reachability(inputs),
            turnover.staleFinding,
            company.establishmentsFinding,
        ]
        return found.compactMap { $0 }
    }

    private func line(_ finding: Finding) -> ScoreLine {
        ScoreLine(
            rule: finding.rule.rawValue,
            points: ruleSet.points(finding.rule, finding.outcome),
            input: finding.input,
            source: finding.source,
            date: finding.date,
            text: ScoreText.reason(finding.rule, finding.outcome)
        )
    }
}

extension Urgency {
    /// A need is most likely where turnover falls fast or surges; where it is not known, new and employing companies
    /// stand before the others.
    init(_ turnover: TurnoverReading, _ company: CompanyReading) {
        self =
            switch turnover.trendOutcome {
            case .collapse: turnover.isFresh ? .critical : .high
            case .fall, .surge: .high
            case .decline, .growth, .suspicious: .normal
            case .stable: .low
            default:
                switch company.standIn {
                case .newCompany: .high
                case .youngCompany, .smallEmployer: .normal
                default: .low
                }
            }
    }
}
