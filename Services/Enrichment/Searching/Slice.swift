import FrenchBusiness

/// A part of a selection, small enough (or to be divided until it is) that the State's search answers all of it.
///
/// A condition that is nil filters nothing. Lists are divided in halves, one condition after the other: first what is
/// said of the unit and known of nearly all (trade, place), last what the register does not know of some.
struct Slice: Codable, Sendable, Hashable {
    /// Whole codes of NAF rév. 2, dotted.
    var naf: [String]?
    var departements: [String]?
    /// Set where one département is too large for one answer.
    var postcodes: ClosedRange<Int>?
    var bands: [String]?
    var categories: [String]?

    /// Those that the search can be asked for; it does not take the other overseas territories.
    static let askableDepartements = Departement.all.map(\.code).filter { code in
        code.utf8.count == 2 || ["971", "972", "973", "974", "976"].contains(code)
    }
    static let allBands = [
        "NN", "00", "01", "02", "03", "11", "12", "21", "22", "31", "32", "41", "42", "51", "52", "53",
    ]
    static let allCategories = ["PME", "ETI", "GE"]

    /// Two slices that together hold what this one does, and nothing twice; nil where it cannot be divided further.
    var halves: [Slice]? {
        halved(\.naf, of: NAFCode.revision2) ?? halved(\.departements, of: Self.askableDepartements) ?? byPostcode
            ?? halved(\.bands, of: Self.allBands) ?? halved(\.categories, of: Self.allCategories)
    }

    private func halved(_ condition: WritableKeyPath<Slice, [String]?>, of all: [String]) -> [Slice]? {
        let values = self[keyPath: condition] ?? all
        guard values.count > 1 else { return nil }
        var (first, second) = (self, self)
        first[keyPath: condition] = Array(values[..<(values.count / 2)])
        second[keyPath: condition] = Array(values[(values.count / 2)...])
        return [first, second]
    }

    private var byPostcode: [Slice]? {
        guard let departement = departements?.first, let all = postcodes ?? Self.postcodes(of: departement),
            all.count > 1
        else { return nil }
        let middle = all.lowerBound + all.count / 2
        var (first, second) = (self, self)
        first.postcodes = all.lowerBound...(middle - 1)
        second.postcodes = middle...all.upperBound
        return [first, second]
    }

    /// Every number that may be a postal code there.
    static func postcodes(of departement: String) -> ClosedRange<Int>? {
        guard let number = Int(["2A", "2B"].contains(departement) ? "20" : departement) else { return nil }
        return number > 95 ? number * 100...number * 100 + 99 : number * 1000...number * 1000 + 999
    }

    /// Parameters of the question.
    var query: [(String, String)] {
        var query: [(String, String)] = []
        func add(_ name: String, _ values: [String]?) {
            if let values { query.append((name, values.joined(separator: ","))) }
        }
        add("activite_principale", naf)
        add("departement", departements)
        add("code_postal", postcodes.map { $0.map(Self.postcode) })
        add("tranche_effectif_salarie", bands)
        add("categorie_entreprise", categories)
        return query
    }

    /// For people.
    var name: String {
        func part(_ word: String, _ values: [String]?) -> String? {
            values.map { values in
                "\(word) "
                    + (values.count > 3 ? "\(values[0])…\(values[values.count - 1])" : values.joined(separator: "+"))
            }
        }
        let places = postcodes.map { range in
            let ends = Set([range.lowerBound, range.upperBound]).sorted().map(Self.postcode)
            return "code postal " + ends.joined(separator: "…")
        }
        let parts = [
            part("NAF", naf), part("dép.", departements), places, part("effectif", bands),
            part("catégorie", categories),
        ]
        return parts.compactMap(\.self).joined(separator: ", ")
    }

    private static func postcode(_ number: Int) -> String { String(String(100_000 + number).suffix(5)) }
}
