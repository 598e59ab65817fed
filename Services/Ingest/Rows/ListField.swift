import FrenchBusiness

/// What a column of a prospect list can mean.
enum ListField: String, CaseIterable, Sendable {
    case siren, siret, name, tradeName, postcode, city, naf, website
    case contact, firstName, function, email, phone
    case owner, stage, nextStep, nextStepOn, note, turnover

    /// The field that a header names, in any case, with or without accents and punctuation; nil for one not known.
    init?(header: String) {
        guard let field = Self.byHeader[Self.folded(header)] else { return nil }
        self = field
    }

    /// Letters and digits of the header, anything between them one space.
    static func folded(_ header: String) -> String {
        let words = header.frenchFolded.split { !$0.isLetter && !$0.isNumber }
        return words.joined(separator: " ")
    }

    /// Whether a header can name nothing but the company: next to it, one that ``isOfAnybody`` names a person.
    static func isOfCompanyOnly(_ header: String) -> Bool { companyOnly.contains(folded(header)) }

    /// Whether a header says that it is a name, and not whose.
    static func isOfAnybody(_ header: String) -> Bool { ["nom", "name"].contains(folded(header)) }

    private static let companyOnly: Set<String> = [
        "denomination", "denomination sociale", "raison sociale", "entreprise", "societe", "nom entreprise",
        "nom de l entreprise", "nom societe", "nom de la societe", "company", "company name",
    ]

    private static let byHeader: [String: ListField] = {
        var byHeader: [String: ListField] = [:]
        for field in allCases {
            for header in field.headers { byHeader[header] = field }
        }
        return byHeader
    }()

    /// Folded headers: the documented one first, then what lists from spreadsheets, Airtable and CRMs use.
    private var headers: [String] {
        switch self {
        case .siren: ["siren", "n siren", "no siren", "num siren", "numero siren", "code siren", "numero de siren"]
        case .siret: ["siret", "n siret", "no siret", "num siret", "numero siret", "siret siege", "numero de siret"]
        case .name:
            [
                "nom", "denomination", "raison sociale", "entreprise", "societe", "nom entreprise",
                "nom de l entreprise",
                "nom societe", "nom de la societe", "nom complet", "company", "company name", "prospect", "client",
                "compte", "organisation", "name", "denomination sociale",
            ]
        case .tradeName: ["enseigne", "nom commercial", "trade name"]
        case .postcode: ["code postal", "codepostal", "cp", "postcode", "postal code", "zip", "zip code"]
        case .city: ["ville", "commune", "city", "localite", "town"]
        case .naf: ["naf", "code naf", "ape", "code ape", "naf ape", "code naf ape", "activite principale"]
        case .website: ["site", "site web", "site internet", "siteweb", "url", "website", "web"]
        case .contact:
            [
                "contact", "nom contact", "nom du contact", "contact principal", "interlocuteur", "contact name",
                "nom de famille", "last name", "dirigeant", "decideur", "contacts",
            ]
        case .firstName: ["prenom", "prenom contact", "prenom du contact", "first name"]
        case .function:
            ["fonction", "poste", "fonction contact", "fonction du contact", "job title", "intitule de poste"]
        case .email:
            [
                "email", "e mail", "mail", "courriel", "adresse email", "adresse e mail", "adresse mail",
                "email contact",
                "email du contact", "contact email", "e mail contact",
            ]
        case .phone:
            [
                "telephone", "tel", "phone", "portable", "mobile", "numero de telephone", "n telephone",
                "n de telephone",
                "telephone contact", "telephone portable", "telephone mobile", "telephone fixe", "ligne directe",
            ]
        case .owner:
            [
                "proprietaire", "proprietaire actuel", "commercial", "owner", "responsable", "suivi par", "assigne a",
                "attribue a", "charge d affaires", "vendeur", "assignee",
            ]
        case .stage: ["etape", "statut", "stage", "status", "phase", "etape actuelle", "statut du lead", "lead status"]
        case .nextStep:
            [
                "prochaine action", "prochaine etape", "next step", "next action", "action suivante", "action a mener",
                "prochainement", "a faire",
            ]
        case .nextStepOn:
            [
                "date prochaine action", "date de la prochaine action", "date de prochaine action", "date relance",
                "date de relance", "prochaine relance", "next action date", "echeance",
            ]
        case .note: ["note", "notes", "commentaire", "commentaires", "remarque", "remarques", "observations"]
        case .turnover:
            ["ca", "chiffre d affaires", "chiffre d affaire", "chiffre affaires", "ca annuel", "turnover"]
        }
    }
}
