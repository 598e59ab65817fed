import FrenchBusiness
import HTTPClient

/// How many credits are left at Societe.com (`GET /api/v1/infoclient`).
///
/// The documentation that we have names the operation, not its fields: whichever field says credits left is taken, and
/// an answer without one is unreadable rather than zero.
struct SocieteComCredits: ProviderCredits {
    private static let fields = [
        "creditsrestants", "creditrestant", "credits_restants", "soldecredits", "solde_credits", "solde", "credits",
        "credit", "nbcredits",
    ]

    let account: SocieteComAccount

    init(baseURL: String, token: String) { account = SocieteComAccount(baseURL: baseURL, token: token) }

    var name: String { SocieteCom.name }

    var request: HTTPRequest { account.request(["infoclient"]) }

    func verdict(on response: HTTPResponse) -> CreditsVerdict {
        guard response.status == 200 else { return .ofError(response) }
        guard let reply = LooseObject(response.body) else { return .unreadable }
        let places = [reply.object("data"), reply].compactMap(\.self)
        for place in places {
            if let left = Self.fields.lazy.compactMap({ place.number($0) }).first { return .left(max(0, left)) }
        }
        return .unreadable
    }
}
