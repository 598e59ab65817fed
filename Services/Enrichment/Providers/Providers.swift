import FrenchBusiness
import HTTPClient

/// The questions of each provider.
enum Providers {
    static func made(of settings: ProviderSettings) -> [any Provider] {
        let (url, token) = (settings.url, settings.token ?? "")
        let (user, password) = (settings.user ?? "", settings.password ?? "")
        return switch settings.name {
        case ProviderName.rechercheEntreprises: [RechercheEntreprises(baseURL: url)]
        case ProviderName.ratiosInpiBce: [RatiosInpiBce(baseURL: url)]
        case ProviderName.bodacc: [Bodacc(baseURL: url)]
        case ProviderName.sirene: [SireneUnit(baseURL: url, key: token)]
        case ProviderName.inpi:
            [
                InpiAccounts(baseURL: url, user: user, password: password),
                InpiCompany(baseURL: url, user: user, password: password),
            ]
        case ProviderName.pappers: [Pappers(baseURL: url, key: token), PappersReach(baseURL: url, key: token)]
        case ProviderName.openCorporates: [OpenCorporates(baseURL: url, token: token)]
        case ProviderName.societeCom: [SocieteCom(baseURL: url, token: token)]
        case ProviderName.societeComPages: [SocieteComPages(baseURL: url, selectors: settings.selectors)]
        default: []
        }
    }

    /// Where a provider counts credits: the free question how many are left.
    static func credits(of settings: ProviderSettings) -> (any ProviderCredits)? {
        switch settings.name {
        case ProviderName.pappers: PappersCredits(baseURL: settings.url, key: settings.token ?? "")
        case ProviderName.societeCom: SocieteComCredits(baseURL: settings.url, token: settings.token ?? "")
        default: nil
        }
    }
}
