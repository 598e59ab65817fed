extension CivilDate {
    /// `"31/12/2024"`, as tables show it.
    public var frenchShort: String {
        let (year, month, day) = fields
        return Digits.padded(day, to: 2) + "/" + Digits.padded(month, to: 2) + "/" + Digits.padded(year, to: 4)
    }

    /// `"1er janvier 2020"`, `"10 décembre 2009"`, as sentences say it.
    public var frenchLong: String {
        let (year, month, day) = fields
        return "\(day == 1 ? "1er" : String(day)) \(Self.writtenMonths[month - 1]) \(year)"
    }

    private static let writtenMonths = [
        "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre",
        "décembre",
    ]
}
