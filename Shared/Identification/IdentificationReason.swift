/// Why a company may be the one that a list means, or may not: for a person to choose by.
public enum IdentificationReason: String, Sendable, Equatable, CaseIterable, Codable {
    case sameName = "same_name"
    case closeName = "close_name"
    case partialName = "partial_name"
    case tradeName = "trade_name"
    case samePostcode = "same_postcode"
    case sameTown = "same_town"
    case sameDepartement = "same_departement"
    case sameRegion = "same_region"
    case elsewhere
    case placeUnknown = "place_unknown"
    case sameActivity = "same_activity"
    case otherActivity = "other_activity"
    case siteNamesIt = "site_names_it"
    case phoneZoneDiffers = "phone_zone_differs"
    case ceased
    case formDiffers = "form_differs"
    case holdsProperty = "holds_property"
    case nameSaysAnother = "name_says_another"
    case commonName = "common_name"
    case homonym
    case alreadyKnown = "already_known"

    /// For people, in French.
    public var french: String {
        switch self {
        case .sameName: "même nom"
        case .closeName: "nom presque identique"
        case .partialName: "une partie du nom"
        case .tradeName: "même nom commercial ou sigle"
        case .samePostcode: "même code postal"
        case .sameTown: "même ville"
        case .sameDepartement: "même département, autre ville"
        case .sameRegion: "autre département"
        case .elsewhere: "autre région"
        case .placeUnknown: "lieu inconnu"
        case .sameActivity: "même activité"
        case .otherActivity: "autre activité"
        case .siteNamesIt: "le site porte son nom"
        case .phoneZoneDiffers: "l’indicatif du téléphone est d’une autre zone"
        case .ceased: "entreprise cessée"
        case .formDiffers: "autre forme juridique"
        case .holdsProperty: "société civile, souvent propriétaire des murs"
        case .nameSaysAnother: "un mot du nom désigne une autre société"
        case .commonName: "nom trop courant pour être sûr"
        case .homonym: "au moins une autre entreprise convient aussi bien"
        case .alreadyKnown: "déjà dans la base"
        }
    }

    public var english: String {
        switch self {
        case .sameName: "same name"
        case .closeName: "almost the same name"
        case .partialName: "part of the name"
        case .tradeName: "same trade name or acronym"
        case .samePostcode: "same postcode"
        case .sameTown: "same town"
        case .sameDepartement: "same département, another town"
        case .sameRegion: "another département"
        case .elsewhere: "another region"
        case .placeUnknown: "place unknown"
        case .sameActivity: "same activity"
        case .otherActivity: "another activity"
        case .siteNamesIt: "the site bears its name"
        case .phoneZoneDiffers: "the phone number is of another zone"
        case .ceased: "company ceased"
        case .formDiffers: "another legal form"
        case .holdsProperty: "civil company, often the owner of the premises"
        case .nameSaysAnother: "a word of the name means another company"
        case .commonName: "name too common to be sure"
        case .homonym: "at least one other company fits as well"
        case .alreadyKnown: "already in the base"
        }
    }
}
