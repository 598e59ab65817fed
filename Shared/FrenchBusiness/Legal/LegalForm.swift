/// A company's legal form: INSEE's four-digit catégorie juridique (nomenclature of September 2022).
public struct LegalForm: TextCodable, CustomStringConvertible {
    /// Four digits.
    public let code: String

    /// Four digits and nothing else. A code that the nomenclature does not have is kept: INSEE adds some.
    public init?(_ text: String) {
        guard text.utf8.count == 4, Digits.number(text.utf8) != nil else { return nil }
        code = text
    }

    public var text: String { code }
    public var description: String { code }

    /// Entrepreneur individuel, micro-entrepreneurs included: the company is a person, and its data personal data.
    public var isSoleTrader: Bool { code.hasPrefix("1") }

    /// Association, declared or not, of the law of 1901 or of the local law of Alsace-Moselle.
    public var isAssociation: Bool { code.hasPrefix("92") && code != "9240" }

    /// State, local authorities and their establishments, those of industrial and commercial character included.
    public var isPublicBody: Bool { code.hasPrefix("7") || code.hasPrefix("4") }

    /// Whether a company of this form files its yearly accounts with the register, and may therefore have a public
    /// turnover (code de commerce, L. 232-21 to L. 232-23).
    ///
    /// Yes for commercial companies with shares or limited liability and for agricultural cooperatives. No for sole
    /// traders, partnerships of persons (they file only when every partner is a company), civil companies, groupings,
    /// associations (which publish elsewhere) and public bodies.
    public var depositsAccounts: Bool {
        switch code.prefix(2) {
        case "53", "54", "55", "56", "57", "58": code != "5306" && code != "5307"
        case "51", "31": true
        case "63": code != "6316"
        default: false
        }
    }

    /// Cooperative of any kind, in so far as its code says so.
    public var isCooperative: Bool {
        switch code {
        case "5191"..."5196", "5203", "5307", "5309", "6316"..."6318", "6543", "6551"..."6560": true
        case "5443"..."5460", "5543", "5547", "5551"..."5560", "5643", "5647", "5651"..."5660": true
        default: false
        }
    }
}
