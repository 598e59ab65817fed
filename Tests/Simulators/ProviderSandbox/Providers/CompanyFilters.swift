/// The filters of recherche-entreprises; several values of one are alternatives.
struct CompanyFilters: Sendable {
    struct Invalid: Error {
        var reason: String
    }

    private var departments: Set<String>?
    private var regions: Set<String>?
    private var postcodes: Set<String>?
    private var activities: Set<String>?
    private var sections: Set<String>?
    private var bands: Set<String>?
    private var forms: Set<String>?
    private var categories: Set<String>?
    private var state: String?
    private var leastTurnover: Int?
    private var mostTurnover: Int?

    /// - Throws: `Invalid` for a value of another form, in the words of the provider.
    init(_ query: Query) throws(Invalid) {
        departments = try Self.values(query, "departement") { Department.of(commune: $0 + "000", postcode: nil) != nil }
        regions = try Self.values(query, "region") { $0.count == 2 }
        postcodes = try Self.values(query, "code_postal") { $0.count == 5 && Int($0) != nil }
        activities = try Self.values(query, "activite_principale") { $0.count >= 5 && $0.dropFirst(2).first == "." }
        sections = try Self.values(query, "section_activite_principale") { $0.count == 1 && $0 >= "A" && $0 <= "U" }
        bands = try Self.values(query, "tranche_effectif_salarie") { $0 == "NN" || $0.count == 2 && Int($0) != nil }
        forms = try Self.values(query, "nature_juridique") { $0.count == 4 && Int($0) != nil }
        categories = try Self.values(query, "categorie_entreprise") { ["PME", "ETI", "GE"].contains($0) }
        state = try Self.values(query, "etat_administratif") { $0 == "A" || $0 == "C" }?.first
        leastTurnover = query["ca_min"].flatMap { Int($0) }
        mostTurnover = query["ca_max"].flatMap { Int($0) }
    }

    var isEmpty: Bool {
        [departments, regions, postcodes, activities, sections, bands, forms, categories].allSatisfy { $0 == nil }
            && state == nil && leastTurnover == nil && mostTurnover == nil
    }

    func hold(for company: Company) -> Bool {
        func allows(_ values: Set<String>?, _ value: String?) -> Bool {
            guard let values else { return true }
            return value.map { values.contains($0) } ?? false
        }
        guard allows(postcodes, company.isMasked ? nil : company.seat.postcode), allows(activities, company.naf),
            allows(bands, company.workforce), allows(forms, company.legalForm),
            allows(categories, company.category), allows(state.map { [$0] }, company.state),
            allows(sections, ActivitySection.letter(of: company.naf)), hasTurnover(company)
        else { return false }
        guard departments != nil || regions != nil else { return true }
        let place = Department.of(commune: company.seat.commune, postcode: company.seat.postcode)
        return allows(departments, place?.code) && allows(regions, place?.regionCode)
    }

    /// Only a public turnover is ever within bounds.
    private func hasTurnover(_ company: Company) -> Bool {
        guard leastTurnover != nil || mostTurnover != nil else { return true }
        guard let turnover = company.latestFirst.first?.filedTurnover else { return false }
        return turnover >= leastTurnover ?? .min && turnover <= mostTurnover ?? .max
    }

    private static func values(
        _ query: Query,
        _ name: String,
        _ isValid: (String) -> Bool
    ) throws(Invalid) -> Set<String>? {
        guard let values = query.list(name) else { return nil }
        guard values.allSatisfy(isValid) else {
            throw Invalid(reason: "Au moins une valeur du paramètre `\(name)` n'est pas valide.")
        }
        return values
    }
}
