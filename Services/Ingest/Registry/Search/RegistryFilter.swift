import FrenchBusiness
import Postgres

/// What is searched for in the registry. A condition that is nil filters nothing; several values of one are any of them.
struct RegistryFilter: Equatable, Sendable {
    static let pageMax = 1000
    /// A count says "more than" beyond this.
    static let countMax = 10_000

    /// Beginnings of NAF codes, dotted: a division, group, class or whole code.
    var naf: [String]?
    var naf25: [String]?
    var departements: [String]?
    var bands: [String]?
    /// Beginnings of legal forms, 1 to 4 digits.
    var legalForms: [String]?
    var categories: [String]?
    /// Not older than this day, and not younger than that.
    var createdFrom: CivilDay?
    var createdUntil: CivilDay?
    /// Part of the name, capitals without accents.
    var name: String?
    /// `A`, `C`, or nil for any.
    var state: String? = "A"
    /// `O`, `P`, or nil for any.
    var diffusion: String? = "O"
    var limit = 50
    /// The last SIREN of the page before.
    var after: String?
    var isCounted = false

    /// Those that may be prospected: what the search's indexes are made for.
    var isOfTheLiving: Bool { state == "A" && diffusion == "O" }

    /// A pattern for LIKE, in which the name's own wildcards stand for themselves.
    var pattern: String? {
        name.map {
            "%" + $0.replacing("\\", with: "\\\\").replacing("%", with: "\\%").replacing("_", with: "\\_") + "%"
        }
    }
}

/// A unit of the registry, as the search answers it.
struct RegistryUnit: Encodable, Equatable, Sendable {
    var siren: String
    var name: String
    var naf: String?
    var naf25: String?
    var legalForm: String?
    var workforceBand: String?
    var category: String?
    var postcode: String?
    var city: String?
    var departement: String?
    var state: String
    var diffusion: String
    var createdOn: String?

    enum CodingKeys: String, CodingKey {
        case siren, name, naf, naf25, category, postcode, city, departement, state, diffusion
        case legalForm = "legal_form"
        case workforceBand = "workforce_band"
        case createdOn = "created_on"
    }
}

/// A page of the search.
struct RegistryPage: Encodable, Sendable {
    struct Count: Encodable, Equatable, Sendable {
        var value: Int
        /// There are more than `value`.
        var isMore: Bool

        enum CodingKeys: String, CodingKey {
            case value
            case isMore = "more"
        }
    }

    var units: [RegistryUnit]
    /// Value of `after` for the next page; nil on the last.
    var next: String?
    var count: Count?
}
