/// The commercial notices of the DILA (bodacc-datadila.opendatasoft.com, dataset `annonces-commerciales`).
///
/// As in the original, some fields are JSON documents written as texts, and `registre` holds each SIREN twice. The
/// variants are what else has been seen: `registre_text` (v1), `objects` (exports), `person_list`, `mojibake`, and
/// `slashed_dates` or `worded_dates` inside the documents. No quota is documented; ours is 20,000 calls a day.
struct Bodacc: SimulatedProvider {
    static let name = "bodacc"
    static let limits = [RateLimit(calls: 20_000, isPerClient: true)]
    static let tellsRemaining = true
    static let variants: Set<String> = [
        "registre_text", "objects", "person_list", "mojibake", "slashed_dates", "worded_dates",
    ]
    private static let families = [
        "collective": "Procédures collectives", "radiation": "Radiations", "dpc": "Dépôts des comptes",
    ]
    private static let kinds = [
        "annonce": "Avis initial", "rectificatif": "Avis rectificatif", "annulation": "Avis d'annulation",
    ]

    let catalogue: CompanyCatalogue

    var routes: [Route] { Self.dataset(catalogue).routes(of: "annonces-commerciales") }

    static func refusal(_ refusal: Refusal) -> Answer { Dataset.refusal(refusal) }

    static func dataset(_ catalogue: CompanyCatalogue) -> Dataset {
        Dataset(key: "registre", catalogue: catalogue) { company, asked in
            let documents = NoticeDocuments(company: company, variants: asked.variants)
            return (company.notices ?? []).map { row($0, of: company, documents) }
        }
    }

    private static func row(_ notice: Notice, of company: Company, _ documents: NoticeDocuments) -> JSONValue {
        let department = Department.of(commune: company.seat.commune, postcode: company.seat.postcode)
        let publication = String(notice.id.prefix(1))
        let kind = notice.kind ?? "annonce"
        return [
            "id": .string(notice.id),
            "publicationavis": .string(publication),
            "publicationavis_facette": .string("Bodacc \(publication)"),
            "parution": .string(notice.issue),
            "dateparution": .string(notice.published),
            "numeroannonce": .number(notice.number),
            "typeavis": .string(kind),
            "typeavis_lib": .text(kinds[kind]),
            "familleavis": .string(notice.family),
            "familleavis_lib": .text(families[notice.family].map(documents.spelled)),
            "numerodepartement": .text(department?.code),
            "departement_nom_officiel": .text(department?.name),
            "region_code": .number(department.flatMap { Int($0.regionCode) }),
            "region_nom_officiel": .text(department?.regionName),
            "tribunal": .string(documents.spelled(notice.court)),
            "commercant": .text(company.name.map(documents.spelled)),
            "ville": .text(company.seat.city),
            "registre": documents.registration,
            "cp": .text(company.seat.postcode),
            "pdf_parution_subfolder": 0,
            "ispdf_unitaire": "oui",
            "listepersonnes": documents.persons(court: notice.court),
            "listeetablissements": nil,
            "jugement": documents.ruling(of: notice),
            "acte": nil,
            "modificationsgenerales": nil,
            "radiationaurcs": documents.radiation(of: notice),
            "depot": documents.deposit(of: notice),
            "listeprecedentexploitant": nil,
            "listeprecedentproprietaire": nil,
            "divers": nil,
            "parutionavisprecedent": documents.previous(of: notice),
            "url_complete": .string(
                "https://www.bodacc.fr/pages/annonces-commerciales-detail/?q.id=id:\(notice.id)"
            ),
        ]
    }
}

extension Notice {
    /// Year and issue: `20260010`.
    var issue: String { String(id.dropFirst().prefix(8)) }
    var number: Int? { Int(id.dropFirst(9)) }
}
