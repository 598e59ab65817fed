import FrenchBusiness

/// How a company is reached, from a provider that was asked for it.
struct Reach: Sendable, Equatable {
    var phone: PhoneNumber?
    var email: EmailAddress?
    /// Host and path, lower case, without a scheme.
    var site: String?
    /// A sole trader's mobile is the person's own: consumer rules hold (loi 2025-594).
    var isPersonalMobile = false

    /// Without addresses that must not be kept; nil if nothing is left.
    func without(_ silenced: Set<String>) -> Reach? {
        var reach = self
        if let phone, silenced.contains(phone.text) {
            reach.phone = nil
            reach.isPersonalMobile = false
        }
        if let email, silenced.contains(email.text) { reach.email = nil }
        return reach.phone == nil && reach.email == nil && reach.site == nil ? nil : reach
    }
}
