public import FrenchBusiness

/// What companies are looked for by. A condition that is nil filters nothing; several values of one are any of them.
public struct CompanySelection: Codable, Sendable, Hashable {
    /// section, or beginning of a NAF rév. 2 code
    public var naf: [String]?
    /// official codes
    public var departements: [String]?
    /// NN, 00 … 53
    public var workforceBands: [String]?
    /// catégories juridiques, 1 to 4 digits
    public var legalForms: [String]?
    /// INSEE: PME, ETI, GE
    public var categories: [String]?
    public var createdFrom: CivilDate?
    public var createdUntil: CivilDate?
    /// part of the name
    public var name: String?

    public init(
        naf: [String]? = nil,
        departements: [String]? = nil,
        workforceBands: [String]? = nil,
        legalForms: [String]? = nil,
        categories: [String]? = nil,
        createdFrom: CivilDate? = nil,
        createdUntil: CivilDate? = nil,
        name: String? = nil
    ) {
        self.naf = naf
        self.departements = departements
        self.workforceBands = workforceBands
        self.legalForms = legalForms
        self.categories = categories
        self.createdFrom = createdFrom
        self.createdUntil = createdUntil
        self.name = name
    }
}

/// Look for companies by filters at the State's search, where no universe of our own is loaded; answered by
/// ``RequestDone`` or ``RequestRefused`` once the search has begun.
public struct SelectionRequested: Event {
    public static let type = "selection.requested.v1"

    /// chosen by who asks
    public var searchID: SearchID
    public var actor: String
    /// `count` (how many there are), `read` (which they are; without filters: of a search that was counted), `stop`
    public var action: String
    public var filter: CompanySelection?
    /// companies at most
    public var limit: Int?

    public init(
        searchID: SearchID,
        actor: String,
        action: String,
        filter: CompanySelection? = nil,
        limit: Int? = nil
    ) {
        self.searchID = searchID
        self.actor = actor
        self.action = action
        self.filter = filter
        self.limit = limit
    }

    public var subject: String { "search/\(searchID)" }
}

/// Count, divide or read on a part of a search.
public struct SliceRequested: Event {
    public static let type = "slice.requested.v1"

    public var searchID: SearchID
    public var sliceID: SliceID

    public init(searchID: SearchID, sliceID: SliceID) {
        self.searchID = searchID
        self.sliceID = sliceID
    }

    public var subject: String { "search/\(searchID)" }
}
