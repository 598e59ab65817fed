/// What is known of a company's turnover (chiffre d'affaires). Unknown is a state with a reason, never zero.
public enum TurnoverStatus: String, CaseIterable, Codable, Hashable, Sendable {
    /// A published figure.
    case known
    /// Zero, and published as such, without a declaration of confidentiality.
    case zeroConfirmed = "zero_confirmed"
    /// Accounts were filed and kept from the public (code de commerce, L. 232-25).
    case confidential
    /// The company should file accounts and none was found.
    case notFiled = "not_filed"
    /// The company's form files no accounts: sole traders, associations, civil companies, public bodies.
    case notApplicable = "not_applicable"
    /// Nobody has looked yet, or no source answered.
    case unknown
    /// Derived from other facts; never shown as published.
    case estimated

    public var label: String {
        switch self {
        case .known: "CA publié"
        case .zeroConfirmed: "CA nul (publié)"
        case .confidential: "CA confidentiel"
        case .notFiled: "Comptes non déposés"
        case .notApplicable: "Sans dépôt de comptes"
        case .unknown: "CA inconnu"
        case .estimated: "CA estimé"
        }
    }

    /// Whether a figure stands behind the status.
    public var hasAmount: Bool { self == .known || self == .zeroConfirmed || self == .estimated }
}
