import FrenchBusiness

/// Marks figures that contradict others. Nothing is rejected: real companies sell a business, and sources err.
enum Doubts {
    /// From this factor against the company's other years on, an amount is in another unit (k€ filed as €).
    private static let otherUnit = 500.0

    static func marked(_ years: [AccountingYear]) -> [AccountingYear] {
        years.map { year in
            var year = year
            year.doubt = year.doubt == .unitSuspect ? .unitSuspect : doubt(about: year, among: years)
            return year
        }
    }

    private static func doubt(about year: AccountingYear, among years: [AccountingYear]) -> AccountingYear.Doubt? {
        guard let amount = year.amountCents, amount > 0 else { return nil }
        let others = years.filter { $0.kind == year.kind && ($0.amountCents ?? 0) > 0 && $0.key != year.key }
        // What a colleague typed puts nobody's unit in doubt but its own: that doubt lasts, and the figure may be taken
        // back.
        let witnesses = others.filter { $0.source != ProviderName.person || year.source == ProviderName.person }
        let rivals = witnesses.filter { $0.closingDate == year.closingDate }.compactMap(\.amountCents)
        if rivals.contains(where: { isPowerOfTen(Double(amount) / Double($0), within: 0.001) }) { return .unitSuspect }
        if isFar(amount, from: witnesses) { return .unitSuspect }
        let statements = others.filter { $0.closingDate == year.closingDate }
        if statements.contains(where: { differ(year, $0) }) { return .differs }
        if isRestated(year, amount, by: years) { return .restated }
        return jumps(year, amount, from: others) ? .jump : nil
    }

    /// By more than 1 % beyond what both round away.
    private static func differ(_ one: AccountingYear, _ other: AccountingYear) -> Bool {
        guard let left = one.amountCents, let right = other.amountCents else { return false }
        let rounding = Double(one.precisionCents) + Double(other.precisionCents)
        return abs(Double(left) - Double(right)) - rounding > 0.01 * Double(max(abs(left), abs(right)))
    }

    /// The next exercise's statement of the same source gives another figure in its column of the year before.
    private static func isRestated(_ year: AccountingYear, _ amount: Int64, by years: [AccountingYear]) -> Bool {
        let next = years.filter {
            $0.source == year.source && $0.kind == year.kind && $0.closingDate > year.closingDate
        }.min { $0.closingDate < $1.closingDate }
        guard let next, year.closingDate.days(until: next.closingDate) < 500, let said = next.previousCents, said > 0
        else { return false }
        return abs(Double(said) - Double(amount)) > 0.01 * Double(amount)
    }

    /// 10, 100, 1000, or one over them.
    static func isPowerOfTen(_ ratio: Double, within tolerance: Double) -> Bool {
        guard ratio > 0, ratio.isFinite else { return false }
        let size = ratio < 1 ? 1 / ratio : ratio
        return [10.0, 100, 1000].contains { abs(size / $0 - 1) <= tolerance }
    }

    /// Against the median of the company's other years.
    private static func isFar(_ amount: Int64, from others: [AccountingYear]) -> Bool {
        let amounts = others.compactMap(\.amountCents).sorted()
        guard !amounts.isEmpty else { return false }
        let ratio = Double(amount) / Double(amounts[amounts.count / 2])
        return ratio >= otherUnit || ratio <= 1 / otherUnit
    }

    /// More than tenfold or less than a tenth of the exercise before.
    private static func jumps(_ year: AccountingYear, _ amount: Int64, from others: [AccountingYear]) -> Bool {
        let before = others.filter { $0.closingDate < year.closingDate && $0.source == year.source }
        guard let previous = before.max(by: { $0.closingDate < $1.closingDate })?.amountCents else { return false }
        let ratio = Double(amount) / Double(previous)
        return ratio > 10 || ratio < 0.1
    }
}
