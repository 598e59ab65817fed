import FrenchBusiness

/// How a company is reached, from a provider that was asked for it.
struct Reach: Sendable, Equatable {
    var phone: PhoneNumber?
    var email: EmailAddress?
    /// Host and path, lower case, without a scheme.
    var site: String?
    /// A sole trader's mobile is the person's own: consumer rules hold (loi 2025-594).
    var isPersonalMobile = false
}
