/// Whose figure is announced where several give one for the same exercise: a person's own, then the registry's and the
/// official extract of it, then those who resell it.
enum SourceRank {
    private static let order = [
        ProviderName.person, ProviderName.inpi, ProviderName.ratiosInpiBce, ProviderName.pappers,
        ProviderName.societeCom, ProviderName.rechercheEntreprises, ProviderName.societeComPages,
    ]

    /// The lower the better.
    static func of(_ source: String) -> Int { order.firstIndex(of: source) ?? order.count }
}
