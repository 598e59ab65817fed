import HTTPClient

/// How many jetons are left (`GET /suivi-jetons`): those of the subscription that were not used, and those bought one
/// by one.
struct PappersCredits: ProviderCredits {
    let account: PappersAccount

    init(baseURL: String, key: String) { account = PappersAccount(baseURL: baseURL, key: key) }

    var name: String { Pappers.name }

    var request: HTTPRequest { account.request("suivi-jetons") }

    func verdict(on response: HTTPResponse) -> CreditsVerdict {
        guard response.status == 200 else { return .ofError(response) }
        guard let reply = LooseObject(response.body) else { return .unreadable }
        let subscribed = reply.number("jetons_abonnement")
        let bought = reply.number("jetons_pay_as_you_go_restants")
        guard subscribed != nil || bought != nil else { return .unreadable }
        let unused = max(0, (subscribed ?? 0) - (reply.number("jetons_abonnement_utilises") ?? 0))
        return .left(unused + max(0, bought ?? 0))
    }
}
