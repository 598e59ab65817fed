/// How large a company is for the rules on accounts: another scale than `CompanySize`, with limits of its own.
///
/// It decides what may be kept confidential (code de commerce, L. 232-25): a micro-enterprise everything, a small one
/// its profit and loss. Two of three limits must be kept.
public enum AccountingSize: String, CaseIterable, Codable, Hashable, Sendable, Comparable {
    case micro, small, medium, large

    /// The limits for an exercise that begins on `opening`: décret 2024-152 from 2024-01-01, décret 2019-539 before.
    /// Nil for `large`, which has none.
    public func limits(openingOn opening: CivilDate) -> Limits? {
        let isCurrent = Self.decree2024.map { opening >= $0 } ?? true
        return switch self {
        case .micro: isCurrent ? Limits(450_000, 900_000, 10) : Limits(350_000, 700_000, 10)
        case .small: isCurrent ? Limits(7_500_000, 15_000_000, 50) : Limits(6_000_000, 12_000_000, 50)
        case .medium: isCurrent ? Limits(25_000_000, 50_000_000, 250) : Limits(20_000_000, 40_000_000, 250)
        case .large: nil
        }
    }

    /// The smallest size whose limits are kept by two of the three figures; nil when fewer than two are known.
    public static func of(
        balance: Money?,
        turnover: Money?,
        people: Int?,
        openingOn opening: CivilDate
    ) -> AccountingSize? {
        guard [balance != nil, turnover != nil, people != nil].filter({ $0 }).count >= 2 else { return nil }
        return allCases.first { size in
            guard let limits = size.limits(openingOn: opening) else { return true }
            let kept = [
                balance.map { $0 <= limits.balance }, turnover.map { $0 <= limits.turnover },
                people.map { $0 <= limits.people },
            ]
            return kept.filter { $0 == true }.count >= 2
        }
    }

    public struct Limits: Hashable, Sendable {
        /// Highest balance sheet total.
        public let balance: Money
        /// Highest net turnover. A company that keeps its accounts confidential is probably below it: two of three
        /// limits are enough, so this is a likelihood and no proof.
        public let turnover: Money
        /// Most employees on average over the exercise.
        public let people: Int

        fileprivate init(_ balance: Int64, _ turnover: Int64, _ people: Int) {
            self.balance = Money(cents: balance * 100)
            self.turnover = Money(cents: turnover * 100)
            self.people = people
        }
    }

    public static func < (left: AccountingSize, right: AccountingSize) -> Bool { left.rank < right.rank }

    private var rank: Int {
        switch self {
        case .micro: 0
        case .small: 1
        case .medium: 2
        case .large: 3
        }
    }

    private static let decree2024 = CivilDate(year: 2024, month: 1, day: 1)
}
