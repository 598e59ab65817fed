extension Money {
    /// `"1 234,56 €"`: groups parted by narrow unbreakable spaces, an unbreakable space before the sign.
    public var formatted: String {
        whole(cents.magnitude / 100) + "," + Digits.padded(Int(cents.magnitude % 100), to: 2) + "\u{A0}€"
    }

    /// `"1 235 €"`: rounded to the euro.
    public var formattedEuros: String { whole((cents.magnitude + 50) / 100) + "\u{A0}€" }

    /// `"853 €"`, `"12,5 k€"`, `"230 k€"`, `"1,2 M€"`, `"27,4 Md€"`: one decimal below a hundred units, none above.
    /// Halves are rounded away from zero.
    public var compact: String {
        let units: [(symbol: String, cents: UInt64)] = [
            ("k€", 100_000), ("M€", 100_000_000), ("Md€", 100_000_000_000),
        ]
        guard cents.magnitude >= 99_950 else { return formattedEuros }
        // The next unit takes over where rounding would write "1 000" of this one.
        let unit = units.last { cents.magnitude >= $0.cents - $0.cents / 2000 } ?? units[0]
        var tenths = rounded(cents.magnitude, to: unit.cents / 10)
        if tenths >= 1000 { tenths = rounded(cents.magnitude, to: unit.cents) * 10 }
        let decimal = tenths % 10 == 0 ? "" : ",\(tenths % 10)"
        return whole(tenths / 10) + decimal + "\u{A0}" + unit.symbol
    }

    private func rounded(_ magnitude: UInt64, to unit: UInt64) -> UInt64 { (magnitude + unit / 2) / unit }

    private func whole(_ euros: UInt64) -> String {
        (cents < 0 ? "-" : "") + Digits.grouped(String(euros), by: 3, separator: "\u{202F}")
    }
}
