/// One deposited year.
struct Account: Decodable, Sendable {
    /// The closing day.
    var closing: String
    /// C (complete), S (simplified) or K (consolidated).
    var statement: String
    /// Whole euros; nil when the profit and loss statement is confidential.
    var turnover: Int?
    var result: Int?
    /// `Public` when absent, `Partiellement confidentiel`, or `Confidentiel`: then nothing but the deposit is known.
    var confidentiality: String?
    /// Twelve when absent.
    var months: Int?
    /// Half a year after the closing when absent.
    var deposited: String?
    /// What the deposited form says in place of the turnover: thousands of euros, for one. INPI and whoever copies it
    /// tell this.
    var filed: Int?
    /// What the paying services tell in place of it.
    var resold: Int?
    /// Gross margin (`marge_brute`).
    var margin: Int?
    /// EBITDA (`ebe`).
    var operating: Int?
    var assets: Int?
    var equity: Int?
    var headcount: Int?

    /// Whether nothing but the deposit may be known.
    var isWhollyConfidential: Bool { confidentiality == "Confidentiel" }
    /// The turnover as the deposit has it.
    var filedTurnover: Int? { filed ?? turnover }
    /// The turnover as paying services have it.
    var resoldTurnover: Int? { resold ?? turnover }
    var year: Int { Int(closing.prefix(4)) ?? 0 }
    var depositDay: String { deposited ?? Self.halfAYear(after: closing) }

    /// The fifteenth of the seventh month after the closing's.
    private static func halfAYear(after closing: String) -> String {
        let parts = closing.split(separator: "-").compactMap { Int($0) }
        guard parts.count == 3 else { return closing }
        let month = parts[1] + 7
        let (year, rest) = month > 12 ? (parts[0] + 1, month - 12) : (parts[0], month)
        return "\(year)-\(rest < 10 ? "0" : "")\(rest)-15"
    }
}
