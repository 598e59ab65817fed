import FrenchBusiness

/// Accounts that were filed with a registry, and how much of them the public may see (code de commerce, L. 232-25).
struct Deposit: Codable, Sendable, Equatable {
    enum Hidden: String, Sendable, Codable {
        /// Everything is public.
        case nothing
        /// The balance sheet is public, turnover and result are not (small enterprises).
        case incomeStatement = "income_statement"
        /// Nothing is public (micro-enterprises).
        case everything
        /// Declared confidential, to which extent is not said: either way without turnover.
        case something
    }

    /// The last day of the exercise; nil where the notice does not say.
    var closingDate: CivilDate?
    /// When it was filed, or the notice published.
    var filedOn: CivilDate?
    var kind: TurnoverYear.Kind = .social
    var hidden: Hidden
    /// The provider's own identity of the deposit or notice.
    var reference: String?
}
