import Contracts
import Foundation
import FrenchBusiness

/// One accounting year's turnover as one provider gives it.
struct AccountingYear: Sendable, Equatable {
    var closingDate: CivilDate
    var kind: TurnoverYear.Kind
    var source: String
    /// 0 if unknown
    var months: Int
    /// nil where the year was filed without its turnover
    var amountCents: Int64?
    var status: TurnoverStatus
    var resultCents: Int64?
    /// The same statement's figure of the exercise before (liasse, column m4): a witness, not a year of its own.
    var previousCents: Int64?
    /// Half of the last written digit's worth, cents: the true figure lies within this of the amount. 50 for whole euros.
    var precisionCents: Int64 = 50
    /// When the accounts were filed, by the source's own word.
    var filedOn: CivilDate?
    var doubt: Doubt?
    var fetchedAt: Date

    /// Why a figure is to be believed less.
    enum Doubt: String, Sendable {
        case differs, jump
        case unitSuspect = "unit_suspect"
        /// Another statement of this source gives another figure for this exercise in its column of the year before.
        case restated
    }

    struct Key: Hashable {
        let closingDate: CivilDate
        let kind: TurnoverYear.Kind
        let source: String
    }

    var key: Key { Key(closingDate: closingDate, kind: kind, source: source) }

    /// The fiscal year that a closing belongs to, as the registers count: closings before July close the year before.
    var fiscalYear: Int { closingDate.month < 7 ? closingDate.year - 1 : closingDate.year }

    /// Whether this statement stands where both are known. A figure stands against its absence, whichever is newer:
    /// rows disappear from the sources and come back. Otherwise the newer one stands. Whatever the order in which
    /// statements arrive, the same one is left.
    func stands(against other: AccountingYear) -> Bool {
        if (amountCents == nil) != (other.amountCents == nil) { return amountCents != nil }
        if fetchedAt != other.fetchedAt { return fetchedAt > other.fetchedAt }
        return (amountCents ?? 0, status.rawValue, resultCents ?? 0)
            > (other.amountCents ?? 0, other.status.rawValue, other.resultCents ?? 0)
    }

    /// One statement per closing, kind and source; most recent closing first, social before consolidated.
    static func best(of years: [AccountingYear]) -> [AccountingYear] {
        var best: [Key: AccountingYear] = [:]
        for year in years {
            if let rival = best[year.key], !year.stands(against: rival) { continue }
            best[year.key] = year
        }
        return best.values.sorted { left, right in
            if left.closingDate != right.closingDate { return left.closingDate > right.closingDate }
            if left.kind != right.kind { return left.kind == .social }
            return left.source < right.source
        }
    }

    /// Lengths that no source says, as the distance between two closings tells them, where it is that of one exercise
    /// (3 to 15 months).
    static func withMonths(_ years: [AccountingYear]) -> [AccountingYear] {
        years.map { year in
            guard year.months == 0 else { return year }
            let before = years.filter { $0.kind == year.kind && $0.closingDate < year.closingDate }
            guard let previous = before.map(\.closingDate).max() else { return year }
            let days = previous.days(until: year.closingDate)
            let months = Int((Double(days) / 30.4375).rounded())
            guard (3...15).contains(months) else { return year }
            var year = year
            year.months = months
            return year
        }
    }
}
