import Contracts
import FrenchBusiness

/// A company as a sheet sees it: the value of each factor, without words.
struct SheetReading: Sendable {
    let inputs: ScoreInputs
    let sheet: RuleSheet
    let company: CompanyReading
    let turnover: TurnoverReading

    init(_ inputs: ScoreInputs, _ sheet: RuleSheet) {
        self.inputs = inputs
        self.sheet = sheet
        company = CompanyReading(inputs)
        turnover = TurnoverReading(inputs, limits: sheet.urgency.names)
    }

    /// 0 to 1000.
    func value(_ factor: Factor) -> Int {
        switch factor {
        case .size: sheet.size.values[sizeKey] ?? 0
        case .urgency: need.value(on: inputs.today)
        case .turnoverLevel: levelValue
        case .industry:
            inputs.facts.naf == nil && inputs.facts.section == nil ? sheet.industry.unknown : sheet.industry.value
        case .age: age(on: inputs.today)
        case .legalForm: sheet.legalForm[company.legalFormOutcome.rawValue] ?? 0
        case .region:
            inputs.facts.departement.map { sheet.region.values[$0] ?? sheet.region.other } ?? sheet.region.unknown
        case .workforceChange: sheet.workforceChange[workforceChange.rawValue] ?? 0
        case .eInvoicing: sheet.eInvoicing[company.eInvoicingOutcome.rawValue] ?? 0
        case .engagement: sheet.engagement.curve.value(at: engagement(on: inputs.today))
        case .reachability: sheet.reachability[inputs.reachability.rawValue] ?? 0
        }
    }

    // MARK: Size, age, workforce

    private var sizeKey: String {
        switch company.size {
        case .ge: "ge"
        case .eti where company.band == nil: "eti"
        default: company.band?.rawValue ?? "unknown"
        }
    }

    /// By full months since the company was created.
    func age(on day: CivilDate) -> Int {
        guard let created = inputs.facts.createdOn?.fields else { return sheet.age.unknown }
        let now = day.fields
        let months = (now.year - created.year) * 12 + now.month - created.month - (now.day < created.day ? 1 : 0)
        return sheet.age.curve.value(at: months)
    }

    enum WorkforceChange: String, Sendable { case growing, same, shrinking, unknown }

    /// Between the two latest years of which the band is known.
    var workforceChange: WorkforceChange {
        guard let now = company.band,
            let before = inputs.earlierWorkforce.flatMap({ WorkforceBand(rawValue: $0.band) })
        else { return .unknown }
        return now.lowerBound > before.lowerBound ? .growing : now.lowerBound < before.lowerBound ? .shrinking : .same
    }

    // MARK: Turnover

    /// Movements between the last years, the latest first; empty where the latest is not known.
    private var movements: [TurnoverTrend] {
        guard let latest = turnover.movement else { return [] }
        let years = turnover.years
        let earlier = zip(years.dropFirst(2), years.dropFirst()).compactMap { TurnoverTrend(from: $0, to: $1) }
        return [latest] + earlier.filter { $0.to <= latest.from }.prefix(max(0, sheet.urgency.yearWeights.count - 1))
    }

    /// What the movement of turnover is worth, and how that fades towards what a standstill is worth.
    struct Need {
        fileprivate let still: Int
        fileprivate let atFirst: Int
        /// Closing of the accounts; nil: what stands in for a movement does not fade.
        fileprivate let since: CivilDate?
        /// Days.
        fileprivate let halfLife: Int

        func value(on day: CivilDate) -> Int {
            guard let since else { return atFirst }
            let left = Fading.left(after: since.days(until: day), halfLife: halfLife)
            return still + (atFirst - still) * left / Fading.whole
        }
    }

    var need: Need {
        let rules = sheet.urgency
        let movements = movements
        var worth = max(
            rules.unknown[turnover.status.rawValue] ?? rules.still,
            rules.proxies[company.standIn.rawValue] ?? rules.still
        )
        if let first = movements.first { worth = first.isSuspicious ? rules.suspicious : value(of: movements) }
        return Need(
            still: rules.still,
            atFirst: worth,
            since: movements.first?.to,
            halfLife: rules.halfLifeMonths * 365 / 12
        )
    }

    private func value(of movements: [TurnoverTrend]) -> Int {
        let rules = sheet.urgency
        let shares = zip(rules.yearWeights, movements).map { ($0, min($1.basisPoints, 1_000_000)) }
        let total = shares.reduce(0) { $0 + $1.0 }
        let mean = total == 0 ? shares.first?.1 ?? 0 : shares.reduce(0) { $0 + $1.0 * $1.1 } / total
        // A company that sells next to nothing moves by accident.
        let euros = Int(clamping: (turnover.latest?.annualisedCents ?? 0) / 100)
        let base = max(0, min(euros, 1_000_000_000_000))
        let change = base + rules.smallBaseEuros == 0 ? mean : mean * base / (base + rules.smallBaseEuros)
        return max(
            rules.fall.value(at: change) * rules.fallPercent / 100,
            rules.surge.value(at: change) * rules.surgePercent / 100
        )
    }

    /// Of an estimate the middle of what its two ends are worth.
    private var levelValue: Int {
        let level = sheet.turnoverLevel
        if let latest = turnover.latest {
            return level.curve.value(at: Int((latest.annualisedCents ?? latest.amountCents) / 100))
        }
        guard let estimate = inputs.turnover.estimate else { return level.unknown }
        let ends = [estimate.lowCents, estimate.highCents].map { level.curve.value(at: Int($0 / 100)) }
        return max(level.unknown, ends.reduce(0, +) / 2)
    }

    // MARK: Engagement

    /// The sum of what is left of each exchange, in hundredths of a point: the same in whatever order they came.
    func engagement(on day: CivilDate) -> Int {
        (inputs.touches ?? []).reduce(0) { sum, touch in
            guard let kind = sheet.engagement.kinds[touch.kind] ?? sheet.engagement.kinds["other"] else { return sum }
            let left = Fading.left(after: touch.on.days(until: day), halfLife: kind.halfLifeDays)
            return sum + kind.points * 100 * left / Fading.whole * min(touch.count, 20)
        }
    }

    // MARK: What counts against it

    var negatives: [Negative] {
        var found: [Negative] = []
        switch inputs.proceeding?.kind {
        case "receivership": found.append(.receivership)
        case "safeguard": found.append(.safeguard)
        default: break
        }
        if company.hasNoEstablishment { found.append(.noEstablishment) }
        return found
    }
}
