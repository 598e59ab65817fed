/// One company in the shape of Pappers' `/entreprise`.
struct PappersSheet: Sendable {
    let company: Company
    /// `champs_supplementaires`.
    let fields: Set<String>

    var document: JSONValue { identity.adding(status + life + money + extras) }

    private typealias Member = JSONValue.Member

    private var identity: JSONValue {
        let spaced = stride(from: 0, to: 9, by: 3).map { company.siren.dropFirst($0).prefix(3) }.joined(separator: " ")
        let siren = Int(company.siren) ?? 0
        let key = (12 + 3 * (siren % 97)) % 97
        let person = company.isMasked ? nil : company.person
        return [
            "siren": .string(company.siren),
            "siren_formate": .string(spaced),
            "diffusable": .bool(!company.isMasked),
            "opposition_utilisation_commerciale": .bool(company.opposed ?? false),
            "nom_entreprise": .text(company.name),
            "personne_morale": .bool(!company.isSoleTrader),
            "denomination": .text(company.isSoleTrader ? nil : company.name),
            "nom": .text(person?.lastName),
            "prenom": .text(person?.firstName),
            "sexe": nil,
            "sigle": .text(company.acronym),
            "code_naf": .text(company.naf),
            "libelle_code_naf": .text(ActivitySection.letter(of: company.naf).map { "Activités de la section \($0)" }),
            "domaine_activite": .text(ActivitySection.letter(of: company.naf).map { "Section \($0)" }),
            "objet_social": nil,
            "conventions_collectives": .array(
                (company.collectiveAgreements ?? []).map { ["nom": nil, "idcc": .number(Int($0)), "confirmee": true] }
            ),
            "date_creation": .text(company.created),
            "date_creation_formate": .text(company.created.map(Self.slashed)),
            "numero_tva_intracommunautaire": .string("FR\(key < 10 ? "0" : "")\(key)\(company.siren)"),
            "categorie_juridique": .text(company.legalForm),
            "forme_juridique": .text(LegalForms.label(company.legalForm)),
            "capital": .number(company.capital),
            "devise_capital": .text(company.capital.map { _ in "Euros" }),
            "siege": seat,
            "etablissements": [seat],
            "representants": [],
            "beneficiaires_effectifs": "Les bénéficiaires effectifs ne sont pas accessibles avec votre clé.",
        ]
    }

    private var status: [Member] {
        let isStruckOff = company.struckOff != nil || company.closed != nil
        return [
            .init(key: "entreprise_cessee", value: .bool(company.state == "C")),
            .init(key: "date_cessation", value: .text(company.closed)),
            .init(
                key: "statut_rcs",
                value: .string(company.isSoleTrader ? "Non inscrit" : isStruckOff ? "Radié" : "Inscrit")
            ),
            .init(key: "statut_rne", value: .string(isStruckOff ? "Radié" : "Inscrit")),
            .init(
                key: "statut_consolide",
                value: .string(company.state == "C" ? "cesse" : isStruckOff ? "radie" : "actif")
            ),
            .init(key: "date_radiation_rcs", value: .text(company.struckOff ?? company.closed)),
            .init(key: "date_radiation_rne", value: .text(company.struckOff ?? company.closed)),
            .init(key: "date_immatriculation_rcs", value: .text(company.created)),
        ]
    }

    private var life: [Member] {
        let band = WorkforceBands.bounds(company.workforce)
        let procedures = company.procedures
        return [
            .init(key: "entreprise_employeuse", value: .bool(band.map { $0.most > 0 } ?? false)),
            .init(key: "effectif", value: .text(WorkforceBands.label(company.workforce))),
            .init(key: "effectif_min", value: .number(band?.least)),
            .init(key: "effectif_max", value: .number(band?.most)),
            .init(key: "tranche_effectif", value: .text(company.workforce)),
            .init(key: "annee_effectif", value: .number(company.workforceYear.flatMap { Int($0) })),
            .init(key: "annee_tranche_effectif", value: .number(company.workforceYear.flatMap { Int($0) })),
            .init(
                key: "procedures_collectives",
                value: .array(
                    procedures.map {
                        ["type": .string($0.type), "date_debut": .string($0.start), "date_fin": .text($0.end)]
                    }
                )
            ),
            .init(key: "procedure_collective_existe", value: .bool(!procedures.isEmpty)),
            .init(key: "procedure_collective_en_cours", value: .bool(procedures.contains { $0.end == nil })),
            .init(key: "publications_bodacc", value: .array((company.notices ?? []).map(publication))),
        ]
    }

    private func publication(_ notice: Notice) -> JSONValue {
        [
            "numero_parution": .string(notice.issue), "date": .string(notice.published),
            "numero_annonce": .number(notice.number), "bodacc": .string(String(notice.id.prefix(1))),
            "type": .string(PappersAccounts.publications[notice.family] ?? notice.family),
            "greffe": .string(notice.court),
        ]
    }

    /// A ceased company has empty lists, not missing keys.
    private var money: [Member] {
        company.state == "C" ? PappersAccounts.none : PappersAccounts(company: company).members
    }

    private var extras: [Member] {
        var members: [Member] = []
        if fields.contains("telephone") { members.append(.init(key: "telephone", value: .text(company.telephone))) }
        if fields.contains("email") { members.append(.init(key: "email", value: .text(company.email))) }
        if fields.contains("sites_internet") {
            members.append(.init(key: "sites_internet", value: .texts(company.website.map { [$0] } ?? [])))
        }
        if fields.contains("categorie_entreprise") {
            members.append(.init(key: "categorie_entreprise", value: .text(category)))
        }
        if fields.contains("micro_entreprise") {
            members.append(.init(key: "micro_entreprise", value: .bool(company.isSoleTrader)))
        }
        return members
    }

    /// Pappers tells very small ones apart, INSEE does not.
    private var category: String? {
        let isSmall = (WorkforceBands.bounds(company.workforce)?.most ?? .max) < 10
        return company.category == "PME" && isSmall ? "TPE" : company.category
    }

    /// `dd/MM/yyyy`
    static func slashed(_ day: String) -> String { "\(day.suffix(2))/\(day.dropFirst(5).prefix(2))/\(day.prefix(4))" }
}
