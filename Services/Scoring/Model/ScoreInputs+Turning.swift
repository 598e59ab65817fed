import Contracts
import FrenchBusiness

extension ScoreInputs {
    /// The first day on which the rules or the learner may read something else in what is known than today, all that
    /// fades day by day apart.
    /// - Parameter limits: for how long accounts say something.
    func turn(in days: DaysAhead, _ limits: TrendLimits) -> CivilDate {
        var turns = turnover.years.map(\.closingDate).filter { $0 > days.today } + [days.limit]
        if let created = facts.createdOn { turns += ages(of: created, in: days) }
        if let closing = TurnoverYears(turnover, today: days.today).latest?.closingDate {
            turns += ages(of: closing, in: days)
            turns += [limits.staleMonths, limits.freshMonths].map { months in
                days.turn { closing < $0.adding(months: -months) }
            }
        }
        if let sending = EInvoicing.emissionDate(for: CompanyReading(self).size) {
            turns += [days.turn { sending <= $0 }, days.turn { sending <= $0.adding(months: 12) }]
        }
        return turns.min() ?? days.limit
    }

    private func ages(of day: CivilDate, in days: DaysAhead) -> [CivilDate] {
        Set(CompanyReading.ages + LeadFeatures.ages).map { years in
            let birthday = day.adding(months: 12 * years)
            return days.turn { birthday <= $0 }
        }
    }
}
