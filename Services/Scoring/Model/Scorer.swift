import Contracts
import FrenchBusiness

/// Rules of either form, asked for a company's rank.
protocol Scorer: Sendable {
    /// Name and version, as scores carry them.
    var label: String { get }
    func score(_ inputs: ScoreInputs) -> Score
    /// What is known of a company that must not be prospected, without points.
    func excluded(_ inputs: ScoreInputs) -> Score
    /// The numbers of a score alone.
    func rank(_ inputs: ScoreInputs) -> Rank
    /// The band that so many points would come to, all else as it is.
    func band(of points: Int, for inputs: ScoreInputs) -> Band
    /// The first day on which the score may be another by time alone; never later than it is, at times earlier.
    /// - Parameter excluded: whether nobody may prospect, so that there are no points.
    func turn(of inputs: ScoreInputs, excluded: Bool, in days: DaysAhead) -> CivilDate
}

/// Where a lead stands, in numbers.
struct Rank: Hashable, Sendable {
    var points: Int
    var band: Band
    var urgency: Urgency
    /// Sorts the queue: points × the urgency's weight in percent.
    var priority: Int
}

extension ScoringModel: Scorer {
    var label: String { ruleSet.name }

    func band(of points: Int, for inputs: ScoreInputs) -> Band { ruleSet.band(points) }

    /// Nothing fades: what is old is so from one day on.
    func turn(of inputs: ScoreInputs, excluded: Bool, in days: DaysAhead) -> CivilDate {
        inputs.turn(in: days, ruleSet.trend)
    }

    /// The sum of ``score(_:)``'s lines without their words; a test holds the two together.
    func rank(_ inputs: ScoreInputs) -> Rank {
        let company = CompanyReading(inputs)
        let turnover = TurnoverReading(inputs, limits: ruleSet.trend)
        let outcomes: [(Rule, RuleOutcome?)] = [
            (.base, .start), (.size, company.sizeOutcome), (.turnoverTrend, turnover.trendOutcome),
            (.unknownTurnover, turnover.isMovementKnown ? nil : company.standIn),
            (.turnoverLevel, turnover.levelOutcome), (.age, company.ageOutcome),
            (.legalForm, company.legalFormOutcome), (.employer, company.employerOutcome),
            (.eInvoicing, company.eInvoicingOutcome), (.reachability, inputs.reachability),
            (.staleAccounts, turnover.latest != nil && turnover.isStale ? .tooOld : nil),
            (.openEstablishments, company.hasNoEstablishment ? RuleOutcome.none : nil),
        ]
        let points = outcomes.reduce(0) { sum, found in sum + (found.1.map { ruleSet.points(found.0, $0) } ?? 0) }
        let urgency = Urgency(turnover, company)
        return Rank(
            points: points,
            band: ruleSet.band(points),
            urgency: urgency,
            priority: ruleSet.priority(points, urgency)
        )
    }
}
