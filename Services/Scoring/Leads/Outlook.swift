import Contracts
import Foundation
import FrenchBusiness

/// Until when time alone changes nothing of companies: neither a score nor what is advised. Whatever is heard of one ends
/// that; see ``QuietStore``.
struct Outlook: Sendable {
    let judge: Judge
    let advising: Advising

    /// Nobody looks further ahead than the sum; so many days apart, companies that were looked at in the same night come
    /// up in different ones.
    private static let (least, spread) = (14, 28)

    /// - Parameters:
    ///   - leads: all of whole companies.
    ///   - judged: those of them that are ready, as they will be stored.
    ///   - situations: those on which something is advised.
    func quiet(
        _ leads: [LeadState],
        _ judged: [Judge.Judged],
        _ situations: [Advising.Advised]
    ) -> [CompanyID: CivilDate] {
        var days: [CompanyID: CivilDate] = [:]
        for lead in leads { days[lead.rootID] = Self.limit(of: lead.rootID, from: advising.today) }
        for one in judged { shorten(&days, one.lead.rootID) { judge.turn(of: one, in: $0) } }
        for one in situations { shorten(&days, one.lead.rootID) { advising.turn(of: one.situation, in: $0) } }
        return days
    }

    /// The day on which a company is looked at again whatever is expected.
    static func limit(of company: CompanyID, from today: CivilDate) -> CivilDate {
        today.adding(days: least + Int(company.rawValue.uuid.15) % spread)
    }

    private func shorten(
        _ days: inout [CompanyID: CivilDate],
        _ company: CompanyID,
        _ turn: (DaysAhead) -> CivilDate
    ) {
        let today = advising.today
        days[company] = turn(DaysAhead(today: today, limit: days[company] ?? Self.limit(of: company, from: today)))
    }
}

extension Judge {
    /// The first day on which a lead's score may be another by time alone.
    fileprivate func turn(of one: Judged, in days: DaysAhead) -> CivilDate {
        model.turn(of: one.verdict.inputs, excluded: one.verdict.event.exclusion != nil, in: days)
    }
}
