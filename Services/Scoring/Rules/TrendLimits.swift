/// Where a movement of turnover takes another name; basis points (1 % is 100), annualised.
struct TrendLimits: Codable, Hashable, Sendable {
    /// At or below: collapse.
    var collapse: Int
    /// At or below: fall.
    var fall: Int
    /// At or below: decline.
    var decline: Int
    /// At or above: growth.
    var growth: Int
    /// At or above: surge.
    var surge: Int
    /// A closing that many months ago says nothing about today any more.
    var staleMonths: Int
    /// Only a closing at most that many months ago makes a lead critical.
    var freshMonths: Int

    var isOrdered: Bool {
        collapse < fall && fall < decline && decline < growth && growth < surge && 0 < freshMonths
            && freshMonths <= staleMonths
    }

    func outcome(_ basisPoints: Int) -> RuleOutcome {
        switch basisPoints {
        case ...collapse: .collapse
        case ...fall: .fall
        case ...decline: .decline
        case surge...: .surge
        case growth...: .growth
        default: .stable
        }
    }

    /// The name that other services know: a collapse is a fall.
    func trend(_ basisPoints: Int) -> String {
        let outcome = outcome(basisPoints)
        return (outcome == .collapse ? .fall : outcome).rawValue
    }
}
