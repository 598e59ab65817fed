import FrenchBusiness

/// How near a listed place is to where a company is registered.
enum PlaceMatch: Int, Sendable, Comparable {
    /// Another region, though both places are known.
    case elsewhere
    case region, departement
    /// The list or the register says no place.
    case unknown
    case town, postcode

    static func < (left: PlaceMatch, right: PlaceMatch) -> Bool { left.rawValue < right.rawValue }

    var isHere: Bool { self >= .town }
    /// Places that are known and differ by more than a move across town.
    var contradicts: Bool { self == .elsewhere || self == .region }

    /// The nearest of the company's places.
    static func best(_ sought: SoughtCompany, _ places: [RegisteredCompany.Place]) -> PlaceMatch {
        guard sought.postcode != nil || sought.city != nil else { return .unknown }
        let matches = places.prefix(30).map { between(sought, $0) }
        let known = matches.filter { $0 != .unknown }
        return known.max() ?? .unknown
    }

    private static func between(_ sought: SoughtCompany, _ place: RegisteredCompany.Place) -> PlaceMatch {
        guard place.postcode != nil || place.city != nil || place.departement != nil else { return .unknown }
        if let postcode = sought.postcode, postcode == place.postcode { return .postcode }
        let (here, there) = (departement(sought.postcode, nil), departement(place.postcode, place.departement))
        if let town = sought.city, let other = place.city, TownName(town).isSame(as: TownName(other)) {
            if here == nil || there == nil || here == there { return .town }
        }
        guard let here, let there else {
            // A town of another name, and nothing to tell how far it is.
            return sought.city != nil && place.city != nil ? .region : .unknown
        }
        if here == there { return .departement }
        return here.region != nil && here.region == there.region ? .region : .elsewhere
    }

    private static func departement(_ postcode: String?, _ code: String?) -> Departement? {
        code.flatMap { Departement($0) } ?? postcode.flatMap { PostalCode($0) }?.departement
    }
}
