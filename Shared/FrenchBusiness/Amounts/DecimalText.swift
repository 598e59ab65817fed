/// The digits of a written number: which are whole, which are decimals.
struct DecimalText {
    private let whole: [UInt8]
    private let decimals: [UInt8]

    /// `text` holds digits, single spaces, commas and points only.
    ///
    /// - Spaces part groups of three; anything else between spaces is refused.
    /// - Of comma and point together, the last is decimal and the other parts thousands.
    /// - One of them repeated parts thousands.
    /// - A single one is decimal, unless exactly three digits follow and it might part thousands: then only a
    ///   multiplier ("1,234 M€") tells.
    init(_ text: Substring, hasMultiplier: Bool) throws(AmountError) {
        let marks = text.filter { $0 == "," || $0 == "." }
        guard let mark = marks.last else {
            whole = try Self.wholeDigits(text, separator: " ")
            decimals = []
            return
        }
        guard marks.filter({ $0 == mark }).count == 1 else {
            guard marks.allSatisfy({ $0 == mark }), !text.contains(" ") else { throw .malformed }
            whole = try Self.wholeDigits(text, separator: mark)
            decimals = []
            return
        }
        let parts = text.split(separator: mark, maxSplits: 1, omittingEmptySubsequences: false)
        decimals = Array(parts[1].utf8)
        guard !decimals.isEmpty, decimals.allSatisfy({ Digits.value($0) != nil }) else { throw .malformed }
        let other = marks.first { $0 != mark }
        whole = try Self.wholeDigits(parts[0], separator: other ?? " ")
        let mightPartThousands = decimals.count == 3 && other == nil && parts[0] != "0" && parts[0].utf8.count <= 3
        if mightPartThousands && !hasMultiplier { throw .ambiguous }
    }

    /// Value × 10^exponent euros, rounded to the cent, halves away from zero.
    func amount(exponent: Int, isNegative: Bool) throws(AmountError) -> PublishedAmount {
        let shift = exponent + 2  // of the decimal point, to count in cents
        let kept = decimals.prefix(shift)
        guard let mantissa = Digits.number(whole + kept) else { throw .tooLarge }
        let (scaled, overflow) = Int64(mantissa).multipliedReportingOverflow(by: Self.power(shift - kept.count))
        guard !overflow, scaled < Int64.max else { throw .tooLarge }
        let roundsUp = decimals.dropFirst(shift).first.map { $0 >= UInt8(ascii: "5") } ?? false
        let cents = scaled + (roundsUp ? 1 : 0)
        return PublishedAmount(
            money: Money(cents: isNegative ? -cents : cents),
            precision: Money(cents: Self.power(shift - kept.count) / 2)
        )
    }

    private static func wholeDigits(_ text: Substring, separator: Character) throws(AmountError) -> [UInt8] {
        let groups = text.split(separator: separator, omittingEmptySubsequences: false)
        guard let first = groups.first, !first.isEmpty, groups.dropFirst().allSatisfy({ $0.utf8.count == 3 }),
            groups.count == 1 || first.utf8.count <= 3
        else { throw .malformed }
        let digits = groups.flatMap { $0.utf8 }
        guard digits.allSatisfy({ Digits.value($0) != nil }) else { throw .malformed }
        return digits
    }

    /// 10^exponent, 0...11.
    private static func power(_ exponent: Int) -> Int64 { (0..<exponent).reduce(1) { power, _ in power * 10 } }
}
