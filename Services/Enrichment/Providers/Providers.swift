/// The questions of each provider.
enum Providers {
    static func made(of settings: ProviderSettings) -> [any Provider] {
        switch settings.name {
        case ProviderName.rechercheEntreprises: [RechercheEntreprises(baseURL: settings.url)]
        case ProviderName.ratiosInpiBce: [RatiosInpiBce(baseURL: settings.url)]
        default: []
        }
    }

    /// Where a provider counts credits: the free question how many are left.
    static func credits(of settings: ProviderSettings) -> (any CreditsQuestion)? { nil }
}
