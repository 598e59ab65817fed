/// The providers, by the names that rows, events and variables (in capitals) carry.
enum ProviderName {
    static let rechercheEntreprises = "recherche_entreprises"
    static let ratiosInpiBce = "ratios_inpi_bce"
    static let sirene = "sirene"
    static let inpi = "inpi"
    static let bodacc = "bodacc"
    static let pappers = "pappers"
    static let openCorporates = "opencorporates"
    static let societeCom = "societe_com"
    static let societeComPages = "societe_com_pages"
    /// A person's own word.
    static let person = "person"

    static let all: Set<String> = [
        rechercheEntreprises, ratiosInpiBce, sirene, inpi, bodacc, pappers, openCorporates, societeCom, societeComPages,
    ]

    /// Those whose word on identity, state and diffusion stands: INSEE's register and the State's copy of it.
    static let registers: Set<String> = [rechercheEntreprises, sirene]
}
