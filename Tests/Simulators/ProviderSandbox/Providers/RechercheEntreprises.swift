import Foundation

/// The State's company search (recherche-entreprises.api.gouv.fr), operation `/search`.
///
/// Nine digits are a SIREN and fourteen a SIRET, whatever else is asked. Other words are looked for in names, and
/// filters narrow what is found; at most 10,000 results exist. Seven calls a second and address are documented.
struct RechercheEntreprises: SimulatedProvider {
    static let name = "recherche-entreprises"
    static let limits = [RateLimit.perSecond(7)]
    static let notFound = Answer(status: 404, body: ["erreur": "Ressource non trouvée."])
    /// However many there are, no more are told.
    static let documentedCap = 10_000

    let catalogue: CompanyCatalogue
    var cap = Self.documentedCap

    var routes: [Route] {
        [Route(path: "search", sirens: { Self.sirens(in: $0.query) }, answer: { answer(to: $0.query, on: $0.day) })]
    }

    func answer(to query: Query, on day: String = CompanyCatalogue.day) -> Answer {
        let filters: CompanyFilters
        do {
            filters = try CompanyFilters(query)
        } catch {
            return Self.refused(error.reason)
        }
        let terms = query["q"] ?? ""
        if terms.isEmpty, filters.isEmpty {
            return Self.refused("Veuillez indiquer au moins un paramètre de recherche.")
        }
        guard terms.count >= 3 || !filters.isEmpty else {
            return Self.refused(
                "3 caractères minimum pour les termes de la requête (ou utilisez au moins un filtre)"
            )
        }
        guard let page = query.integer("page", or: 1), (1...1000).contains(page) else {
            return Self.refused("Veuillez indiquer un numéro de page entre `1` et `1000`, par défaut `1`.")
        }
        guard let size = query.integer("per_page", or: 10), (1...25).contains(size) else {
            return Self.refused("Veuillez indiquer un paramètre `per_page` entre `1` et `25`, par défaut `10`.")
        }
        let found = companies(terms, filters, day)
        let shown = found.dropFirst((page - 1) * size).prefix(size)
        let parts = Self.parts(query)
        return Answer(body: [
            "results": .array(shown.map { $0.rechercheEntreprisesResult.keeping(parts) }),
            "total_results": .integer(found.count),
            "page": .integer(page),
            "per_page": .integer(size),
            "total_pages": .integer((found.count + size - 1) / size),
        ])
    }

    static func refusal(_ refusal: Refusal) -> Answer {
        switch refusal {
        case .tooMany: Answer(status: 429, body: ["erreur": "Trop de requêtes."])
        case .status(404): notFound
        case .status(let status): Answer(status: status, body: ["erreur": "Panne simulée."])
        case .badKey, .expiredToken, .outOfCredits: Answer(status: 401, body: ["erreur": "Accès refusé."])
        }
    }

    /// The SIREN that a query is about, for the counters.
    static func sirens(in query: Query) -> [String] {
        guard let terms = query["q"], isNumber(terms) else { return [] }
        return [String(terms.prefix(9))]
    }

    private func companies(_ terms: String, _ filters: CompanyFilters, _ day: String) -> [Company] {
        guard !Self.isNumber(terms) else {
            guard let company = catalogue.company(String(terms.prefix(9)), on: day) else { return [] }
            return terms.utf8.count == 9 || company.siret == terms ? [company] : []
        }
        let words = terms.searchFolded.split { !$0.isLetter && !$0.isNumber }.map(String.init)
        var found: [Company] = []
        for company in catalogue.searched(on: day) where filters.hold(for: company) && company.isNamed(words) {
            found.append(company)
            if found.count == cap { break }
        }
        return found
    }

    private static func isNumber(_ terms: String) -> Bool {
        (terms.utf8.count == 9 || terms.utf8.count == 14) && terms.utf8.allSatisfy { (48...57).contains($0) }
    }

    /// With `minimal=true`, the parts of a result that `include` does not name are left out.
    private static func parts(_ query: Query) -> Set<String>? {
        query["minimal"] == "true" ? query.list("include") ?? [] : nil
    }

    private static func refused(_ reason: String) -> Answer { Answer(status: 400, body: ["erreur": .string(reason)]) }
}

extension JSONValue {
    /// A result without the larger parts that are not among `parts`; whole where that is nil.
    fileprivate func keeping(_ parts: Set<String>?) -> JSONValue {
        guard let parts, case .object(let members) = self else { return self }
        let larger: Set = ["siege", "dirigeants", "finances", "complements", "matching_etablissements"]
        return .object(members.filter { !larger.contains($0.key) || parts.contains($0.key) })
    }
}

extension Company {
    /// Whether each word begins a word of one of the names; nobody finds who asked for partial diffusion.
    fileprivate func isNamed(_ words: [String]) -> Bool {
        guard !words.isEmpty else { return true }
        guard !isMasked else { return false }
        let own = [name, acronym, tradeName].compactMap { $0?.searchFolded }.joined(separator: " ")
            .split { !$0.isLetter && !$0.isNumber }
        return words.allSatisfy { word in own.contains { $0.hasPrefix(word) } }
    }
}

extension String {
    /// Without case and accents.
    var searchFolded: String { folding(options: [.caseInsensitive, .diacriticInsensitive], locale: nil) }
}
