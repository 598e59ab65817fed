import Foundation

/// The State's company search (recherche-entreprises.api.gouv.fr), operation `/search`.
///
/// Nine digits are a SIREN and fourteen a SIRET, whatever else is asked; other words search the listed names.
struct RechercheEntreprises: Sendable {
    static let name = "recherche-entreprises"
    static let notFound: JSONValue = ["erreur": "Ressource non trouvée."]

    let catalogue: CompanyCatalogue

    func answer(to query: Query) -> Answer {
        guard let terms = query["q"], !terms.isEmpty else {
            return refusal("Veuillez indiquer au moins un paramètre de recherche.")
        }
        guard terms.count >= 3 else {
            return refusal("3 caractères minimum pour les termes de la requête (ou utilisez au moins un filtre)")
        }
        guard let page = query.integer("page", or: 1), (1...1000).contains(page) else {
            return refusal("Veuillez indiquer un numéro de page entre `1` et `1000`, par défaut `1`.")
        }
        guard let size = query.integer("per_page", or: 10), (1...25).contains(size) else {
            return refusal("Veuillez indiquer un paramètre `per_page` entre `1` et `25`, par défaut `10`.")
        }
        let found = companies(terms).filter { Self.isNumber(terms) || Self.isThere($0, query) }
        let shown = found.dropFirst((page - 1) * size).prefix(size)
        return Answer(body: [
            "results": .array(shown.map(\.rechercheEntreprisesResult)),
            "total_results": .integer(found.count),
            "page": .integer(page),
            "per_page": .integer(size),
            "total_pages": .integer((found.count + size - 1) / size),
        ])
    }

    /// The SIREN that a query is about, for the counters.
    static func sirens(in query: Query) -> [String] {
        guard let terms = query["q"], isNumber(terms) else { return [] }
        return [String(terms.prefix(9))]
    }

    private func companies(_ terms: String) -> [Company] {
        guard !Self.isNumber(terms) else {
            guard let company = catalogue.company(String(terms.prefix(9))) else { return [] }
            return terms.utf8.count == 9 || company.siret == terms ? [company] : []
        }
        let wanted = Self.folded(terms).split(separator: " ")
        return catalogue.listed.filter { company in
            let names = [company.name, company.acronym, company.tradeName].compactMap { $0.map(Self.folded) }
            return !company.isMasked && wanted.allSatisfy { word in names.contains { $0.contains(word) } }
        }
    }

    /// Filters of a search by words; those of a number are ignored, as the service documents.
    private static func isThere(_ company: Company, _ query: Query) -> Bool {
        if let postcodes = query["code_postal"], !listed(postcodes, company.seat.postcode) { return false }
        guard let departements = query["departement"] else { return true }
        let departement = Department.of(commune: company.seat.commune, postcode: company.seat.postcode)
        return listed(departements, departement?.code)
    }

    /// One value, or several between commas.
    private static func listed(_ values: String, _ value: String?) -> Bool {
        value.map { values.split(separator: ",").map(String.init).contains($0) } ?? false
    }

    private static func isNumber(_ terms: String) -> Bool {
        (terms.utf8.count == 9 || terms.utf8.count == 14) && terms.utf8.allSatisfy { (48...57).contains($0) }
    }

    private static func folded(_ text: String) -> String {
        text.folding(options: [.caseInsensitive, .diacriticInsensitive], locale: nil)
    }

    private func refusal(_ reason: String) -> Answer { Answer(status: 400, body: ["erreur": .string(reason)]) }
}
