/// Every provider there is.
enum Providers {
    /// Names, limits and ways of answering, without facts to answer from.
    static let all: [any SimulatedProvider.Type] = [
        RechercheEntreprises.self, RatiosInpiBce.self, Bodacc.self, InpiRne.self, Sirene.self, Pappers.self,
        OpenCorporates.self, SocieteCom.self, SocieteComPages.self, SlackInbox.self,
    ]

    /// - Parameter cap: results of one search by filters at most.
    static func serving(
        _ catalogue: CompanyCatalogue,
        _ state: SandboxState,
        cap: Int = RechercheEntreprises.documentedCap
    ) -> [any SimulatedProvider] {
        [
            RechercheEntreprises(catalogue: catalogue, cap: cap), RatiosInpiBce(catalogue: catalogue),
            Bodacc(catalogue: catalogue), InpiRne(catalogue: catalogue, state: state),
            Sirene(catalogue: catalogue, state: state), Pappers(catalogue: catalogue, state: state),
            OpenCorporates(catalogue: catalogue, state: state), SocieteCom(catalogue: catalogue, state: state),
            SocieteComPages(catalogue: catalogue, state: state),
        ]
    }
}
