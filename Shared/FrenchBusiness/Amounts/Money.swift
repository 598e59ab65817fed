/// An amount in euros, held in whole cents. Travels as the number of cents.
public struct Money: Hashable, Sendable, Comparable, Codable, CustomStringConvertible {
    public let cents: Int64

    public init(cents: Int64) {
        self.cents = cents
    }

    /// Nil when the amount does not fit, beyond 92 million billion euros.
    public init?(euros: Int64) {
        let (cents, overflow) = euros.multipliedReportingOverflow(by: 100)
        guard !overflow else { return nil }
        self.cents = cents
    }

    public init(from decoder: any Decoder) throws {
        cents = try decoder.singleValueContainer().decode(Int64.self)
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(cents)
    }

    public static let zero = Money(cents: 0)

    /// The sum, or nil when it does not fit.
    public func adding(_ other: Money) -> Money? {
        let (sum, overflow) = cents.addingReportingOverflow(other.cents)
        return overflow ? nil : Money(cents: sum)
    }

    public static func < (left: Money, right: Money) -> Bool { left.cents < right.cents }

    /// The cents with two decimals and a point, for developers; people read `formatted`.
    public var description: String {
        (cents < 0 ? "-" : "") + "\(cents.magnitude / 100)." + Digits.padded(Int(cents.magnitude % 100), to: 2) + " EUR"
    }
}
