/// The commercial notices of the DILA (bodacc-datadila.opendatasoft.com, dataset `annonces-commerciales`).
///
/// As in the original, some fields are JSON documents written as texts, and `registre` holds each SIREN twice.
enum Bodacc {
    static let name = "bodacc"
    private static let families = [
        "collective": "Procédures collectives", "radiation": "Radiations", "dpc": "Dépôts des comptes",
    ]

    static func dataset(_ catalogue: CompanyCatalogue) -> Dataset {
        Dataset(key: "registre", catalogue: catalogue) { company in
            (company.notices ?? []).map { row($0, of: company) }
        }
    }

    private static func row(_ notice: Notice, of company: Company) -> JSONValue {
        let department = Department.of(commune: company.seat.commune, postcode: company.seat.postcode)
        let publication = String(notice.id.prefix(1))
        let issue = String(notice.id.dropFirst().prefix(8))
        return [
            "id": .string(notice.id),
            "publicationavis": .string(publication),
            "publicationavis_facette": .string("Bodacc \(publication)"),
            "parution": .string(issue),
            "dateparution": .string(notice.published),
            "numeroannonce": .number(Int(notice.id.dropFirst(9))),
            "typeavis": "annonce",
            "typeavis_lib": "Avis initial",
            "familleavis": .string(notice.family),
            "familleavis_lib": .text(families[notice.family]),
            "numerodepartement": .text(department?.code),
            "departement_nom_officiel": .text(department?.name),
            "region_code": .number(department.flatMap { Int($0.regionCode) }),
            "region_nom_officiel": .text(department?.regionName),
            "tribunal": .string(notice.court),
            "commercant": .text(company.name),
            "ville": .text(company.seat.city),
            "registre": [.string(company.siren), .string(spaced(company.siren))],
            "cp": .text(company.seat.postcode),
            "pdf_parution_subfolder": 0,
            "ispdf_unitaire": "oui",
            "listepersonnes": .string(persons(company, court: notice.court).text),
            "listeetablissements": nil,
            "jugement": .text(notice.ruling.map { ruling($0).text }),
            "acte": nil,
            "modificationsgenerales": nil,
            "radiationaurcs": nil,
            "depot": .text(deposit(notice)?.text),
            "listeprecedentexploitant": nil,
            "listeprecedentproprietaire": nil,
            "divers": nil,
            "parutionavisprecedent": nil,
            "url_complete": .string(
                "https://www.bodacc.fr/pages/annonces-commerciales-detail/?q.id=id:\(notice.id)"
            ),
        ]
    }

    private static func persons(_ company: Company, court: String) -> JSONValue {
        let place = court.split(separator: " ").last.map(String.init)
        return [
            "personne": [
                "typePersonne": "pm",
                "numeroImmatriculation": [
                    "numeroIdentification": .string(spaced(company.siren)), "codeRCS": "RCS",
                    "nomGreffeImmat": .text(place),
                ],
                "denomination": .text(company.name),
                "adresseSiegeSocial": [
                    "codePostal": .text(company.seat.postcode), "ville": .text(company.seat.city),
                ],
            ]
        ]
    }

    private static func ruling(_ ruling: Notice.Ruling) -> JSONValue {
        [
            "type": "initial", "famille": "Jugement d'ouverture", "nature": .string(ruling.nature),
            "date": .string(ruling.date),
        ]
    }

    private static func deposit(_ notice: Notice) -> JSONValue? {
        guard let closing = notice.closing else { return nil }
        let document: JSONValue = ["dateCloture": .string(closing), "typeDepot": "Comptes annuels et rapports"]
        guard notice.confidential == true, case .object(let members) = document else { return document }
        return .object(members + [.init(key: "descriptif", value: .string(confidentiality))])
    }

    /// The sentence by which a registry announces accounts kept confidential (code de commerce, L. 232-25).
    private static let confidentiality =
        "Les comptes annuels sont accompagnés d'une déclaration de confidentialité en application du premier ou "
        + "deuxième alinéa de l'article L. 232-25."

    private static func spaced(_ siren: String) -> String {
        stride(from: 0, to: siren.count, by: 3)
            .map { String(siren.dropFirst($0).prefix(3)) }
            .joined(separator: " ")
    }
}
