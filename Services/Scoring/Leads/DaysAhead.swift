import FrenchBusiness

/// The days after one, up to a limit, among which the first is looked for on which something is another than on that one.
struct DaysAhead: Sendable {
    let today: CivilDate
    /// Later than ``today``; what is the same on all days before it is taken to turn here.
    let limit: CivilDate

    /// The same day, with an earlier limit.
    func until(_ other: CivilDate) -> DaysAhead { DaysAhead(today: today, limit: min(limit, other)) }

    /// Of what turns once in all time: the first day on which it has, or the limit.
    func turn(of holds: (CivilDate) -> Bool) -> CivilDate {
        let now = holds(today)
        guard holds(limit) != now else { return limit }
        var (same, other) = (0, today.days(until: limit))
        while other - same > 1 {
            let middle = (same + other) / 2
            if holds(today.adding(days: middle)) == now { same = middle } else { other = middle }
        }
        return today.adding(days: other)
    }

    /// The first day that differs, or the limit.
    func first(where differs: (CivilDate) -> Bool) -> CivilDate {
        var day = today.adding(days: 1)
        while day < limit, !differs(day) { day = day.adding(days: 1) }
        return min(day, limit)
    }
}
