/// The limits of the enterprise categories of the law of modernisation of the economy (loi 2008-776, article 51;
/// décret 2008-1354, article 3). A company is in a category when it has fewer people than `people` **and** keeps within
/// the turnover **or** the balance.
public struct SizeThresholds: Hashable, Sendable {
    /// The first number of people that is too many.
    public let people: Int
    /// Highest yearly turnover.
    public let turnover: Money
    /// Highest balance sheet total.
    public let balance: Money

    /// Micro-enterprise, called TPE here.
    public static let micro = SizeThresholds(10, turnover: 2_000_000, balance: 2_000_000)
    public static let pme = SizeThresholds(250, turnover: 50_000_000, balance: 43_000_000)
    /// Beyond it begins the large enterprise (GE).
    public static let eti = SizeThresholds(5000, turnover: 1_500_000_000, balance: 2_000_000_000)

    private init(_ people: Int, turnover: Int64, balance: Int64) {
        self.people = people
        self.turnover = Money(cents: turnover * 100)
        self.balance = Money(cents: balance * 100)
    }
}
