import Contracts
import FrenchBusiness

/// What a search looks for, as the search can be asked and as its answers are judged.
struct Selection: Codable, Sendable, Equatable {
    /// What the search is asked for first.
    let whole: Slice
    /// Beginnings of legal forms, 1 to 4 digits.
    let legalForms: [String]?
    let createdFrom: CivilDate?
    let createdUntil: CivilDate?
    /// Part of the name, folded.
    let name: String?

    /// A filter that the search cannot be asked for.
    struct Fault: Error, Equatable {
        let code: String
        /// in French
        let text: String
    }

    private static let valuesMax = 200

    init(_ wish: CompanySelection) throws(Fault) {
        let lists = [wish.naf, wish.departements, wish.workforceBands, wish.legalForms, wish.categories]
        guard lists.allSatisfy({ $0 == nil || (1...Self.valuesMax).contains($0?.count ?? 0) }) else {
            throw Fault(code: "values", text: "Un filtre compte de 1 à \(Self.valuesMax) valeurs.")
        }
        whole = Slice(
            naf: try Self.codes(wish.naf),
            departements: try Self.known(wish.departements, Slice.askableDepartements, "departement"),
            bands: try Self.known(wish.workforceBands, Slice.allBands, "workforce"),
            categories: try Self.known(wish.categories, Slice.allCategories, "category")
        )
        legalForms = wish.legalForms
        guard (wish.legalForms ?? []).allSatisfy({ Self.isLegalForm($0) }) else {
            throw Fault(code: "legal_form", text: "Une catégorie juridique compte quatre chiffres, ou ses premiers.")
        }
        (createdFrom, createdUntil) = (wish.createdFrom, wish.createdUntil)
        name = wish.name.map { $0.frenchFolded.uppercased() }
        if let name, !(3...100).contains(name.unicodeScalars.count) || name.allSatisfy({ $0.isNumber || $0 == " " }) {
            throw Fault(code: "name", text: "Il faut de 3 à 100 lettres du nom.")
        }
        guard whole != Slice() || legalForms != nil || name != nil else {
            throw Fault(code: "empty", text: "Une recherche demande au moins un filtre\u{202F}: NAF, département, nom…")
        }
    }

    /// The question for a page of a slice. Directors are not asked for: nothing here needs a person.
    func query(of slice: Slice, page: Int) -> [(String, String)] {
        var query = slice.query + [("etat_administratif", "A")]
        if let name { query.append(("q", name)) }
        if let legalForms, legalForms.allSatisfy({ $0.utf8.count == 4 }) {
            query.append(("nature_juridique", legalForms.joined(separator: ",")))
        }
        return query + [
            ("minimal", "true"), ("include", "siege"), ("page", String(page)),
            ("per_page", String(SearchPage.size)),
        ]
    }

    /// Whether a unit that was answered is meant: places are searched among branches, too, and what the search cannot be
    /// asked is judged here. Who asked for partial diffusion is left out.
    func takes(_ unit: LooseObject) -> Bool {
        guard unit.text("etat_administratif") == "A", unit.text("statut_diffusion") ?? "O" == "O" else { return false }
        let seat = unit.object("siege")
        if let places = whole.departements {
            let place =
                seat?.text("departement") ?? seat?.text("code_postal").flatMap { PostalCode($0) }?.departement?.code
            guard let place, places.contains(place) else { return false }
        }
        if let legalForms {
            guard let form = unit.text("nature_juridique"), legalForms.contains(where: { form.hasPrefix($0) }) else {
                return false
            }
        }
        if createdFrom != nil || createdUntil != nil {
            guard let created = unit.date("date_creation"), created >= createdFrom ?? .earliest else { return false }
            if let createdUntil, created > createdUntil { return false }
        }
        guard let name else { return true }
        let names = ["nom_raison_sociale", "nom_complet", "sigle"].compactMap { unit.text($0) }
        return names.contains { $0.frenchFolded.uppercased().contains(name) }
    }

    private static func codes(_ begins: [String]?) throws(Fault) -> [String]? {
        guard let begins else { return nil }
        let wanted = begins.flatMap { begin -> [String] in
            let code = begin.uppercased().filter { $0 != "." && $0 != " " }
            guard let divisions = NAFSection(rawValue: code)?.divisions else { return [code] }
            return divisions.map { $0 < 10 ? "0\($0)" : "\($0)" }
        }
        func isOf(_ code: String, _ begin: String) -> Bool {
            !begin.isEmpty && code.filter { $0 != "." }.hasPrefix(begin)
        }
        let codes = NAFCode.revision2.filter { code in wanted.contains { isOf(code, $0) } }
        // Divisions that a section leaves out have no codes.
        guard !codes.isEmpty, wanted.allSatisfy({ begin in begin.count == 2 || codes.contains { isOf($0, begin) } })
        else { throw Fault(code: "naf", text: "Aucun code de la NAF rév. 2 ne commence ainsi.") }
        return codes
    }

    private static func known(_ values: [String]?, _ all: [String], _ name: String) throws(Fault) -> [String]? {
        let values = values?.map { value in
            let code = value.uppercased()
            return name == "departement" && code.count == 1 ? "0" + code : code
        }
        guard let values else { return nil }
        guard values.allSatisfy(all.contains) else {
            throw Fault(code: name, text: "\(name)\u{202F}: les valeurs possibles sont \(all.joined(separator: ", ")).")
        }
        return all.filter(values.contains)
    }

    private static func isLegalForm(_ text: String) -> Bool {
        (1...4).contains(text.utf8.count) && text.utf8.allSatisfy { (0x30...0x39).contains($0) }
    }
}
