import Contracts
import FrenchBusiness

/// The exercises of a company that can be compared, most recent first: with an amount, of a known kind, not to come.
struct TurnoverYears: Sendable {
    let years: [TurnoverYear]

    init(_ facts: TurnoverFacts, today: CivilDate) {
        let usable = facts.years.compactMap { year -> TurnoverYear? in
            guard let cents = year.amountCents, let kind = TurnoverYear.Kind(rawValue: year.kind),
                year.closingDate <= today
            else { return nil }
            return TurnoverYear(
                closingDate: year.closingDate,
                months: year.months,
                amountCents: cents,
                source: year.source,
                kind: kind
            )
        }
        // The company alone rather than its group, as the trend takes it.
        let social = usable.filter { $0.kind == .social }
        years = (social.isEmpty ? usable : social).sorted { $0.order > $1.order }
    }

    var latest: TurnoverYear? { years.first }

    var movement: TurnoverTrend? { .latest(of: years) }
}

extension TurnoverYear {
    /// Total, so that the order of a message's years changes no score.
    fileprivate var order: (CivilDate, String, Int64, Int) { (closingDate, source, amountCents, months) }
}
