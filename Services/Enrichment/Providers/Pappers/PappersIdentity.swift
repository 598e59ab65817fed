import Contracts
import FrenchBusiness

/// Who a company is, of Pappers' record.
enum PappersIdentity {
    /// From here on `effectif_max` is a sentinel: "au moins 1 salarié" is written 1 to 500000.
    private static let noUpperBound = 500_000

    static func identity(of company: LooseObject) -> Identity {
        let seat = company.object("siege")
        let isDiffusible = company.decision("diffusable") != false && seat?.decision("diffusion_partielle") != true
        var facts = facts(company, seat)
        if isPerson(company) || !isDiffusible { facts.forgetPerson() }
        return Identity(
            facts: facts,
            state: state(of: company),
            ceasedOn: company.date("date_cessation"),
            isDiffusible: isDiffusible,
            updatedOn: company.date("derniere_mise_a_jour_sirene") ?? company.date("derniere_mise_a_jour_rcs")
        )
    }

    /// Sole traders: name and place are the person's own, and Pappers is not needed for them.
    static func isPerson(_ company: LooseObject) -> Bool {
        company.decision("personne_morale") == false
            || company.text("categorie_juridique").flatMap { LegalForm($0) }?.isSoleTrader == true
    }

    private static func state(of company: LooseObject) -> Identity.State {
        switch company.decision("entreprise_cessee") {
        case true?: return .ceased
        case false?: return .active
        case nil: break
        }
        return switch company.text("statut_consolide")?.frenchFolded {
        case "actif", "active": .active
        case "cesse", "cessee", "radie", "radiee": .ceased
        default: .unknown
        }
    }

    private static func facts(_ company: LooseObject, _ seat: LooseObject?) -> CompanyFacts {
        let form = company.text("categorie_juridique").flatMap { LegalForm($0) }
        let activity = company.activity("code_naf")
        let postcode = seat?.text("code_postal").flatMap { PostalCode($0) }
        return CompanyFacts(
            name: company.text("denomination") ?? company.text("nom_entreprise"),
            tradeName: seat?.text("nom_commercial") ?? seat?.text("enseigne") ?? company.text("sigle"),
            siret: seat?.text("siret").flatMap { SIRET($0) }?.text,
            naf: activity.naf?.text,
            naf25: activity.naf25?.text,
            section: activity.naf?.section?.rawValue,
            legalForm: form?.code,
            workforceBand: band(company)?.rawValue,
            workforceYear: company.integer("annee_tranche_effectif") ?? company.integer("annee_effectif"),
            category: category(company),
            createdOn: company.date("date_creation").flatMap { $0.year <= 1900 ? nil : $0 },
            postcode: postcode?.text,
            city: seat?.text("ville"),
            departement: seat?.text("code_departement").flatMap { Departement($0) }?.code
                ?? postcode?.departement?.code,
            establishments: openEstablishments(company),
            isAssociation: form?.isAssociation == true,
            isSoleTrader: isPerson(company),
            isPublicBody: form?.isPublicBody == true,
            source: Pappers.name
        )
    }

    /// INSEE's band, or the one band that holds the written minimum and maximum.
    private static func band(_ company: LooseObject) -> WorkforceBand? {
        if let band = company.text("tranche_effectif").flatMap({ WorkforceBand(rawValue: $0) }) { return band }
        guard let least = company.integer("effectif_min"), let most = company.integer("effectif_max"),
            most < noUpperBound, most > 0, let band = WorkforceBand(employees: least), let bound = band.upperBound
        else { return nil }
        return most <= bound ? band : nil
    }

    /// INSEE knows no TPE: it counts them among the PME.
    private static func category(_ company: LooseObject) -> String? {
        switch company.text("categorie_entreprise") {
        case "TPE", "PME": "PME"
        case "ETI": "ETI"
        case "GE": "GE"
        default: nil
        }
    }

    private static func openEstablishments(_ company: LooseObject) -> Int? {
        guard let all = company.objects("etablissements"), !all.isEmpty else { return nil }
        return all.count { $0.decision("etablissement_cesse") != true }
    }
}
