/// A company in the shape of recherche-entreprises (search-api, `app/doc/open-api.yml`).
extension Company {
    /// What the service writes in place of the facts of a unit that asked for partial diffusion.
    static let mask = "[NON-DIFFUSIBLE]"

    var rechercheEntreprisesResult: JSONValue {
        [
            "siren": .string(siren),
            "nom_complet": .text(fullName),
            "nom_raison_sociale": .text(isSoleTrader && !isMasked ? nil : name),
            "sigle": .text(acronym),
            "nombre_etablissements": .integer(establishments),
            "nombre_etablissements_ouverts": .integer(openEstablishments),
            "siege": seatDocument,
            "activite_principale": .text(naf),
            "activite_principale_naf25": .text(naf25),
            "categorie_entreprise": .text(category),
            "caractere_employeur": nil,
            "annee_categorie_entreprise": .text(categoryYear),
            "date_creation": .text(created),
            "date_fermeture": .text(closed),
            "date_mise_a_jour": "2026-11-20T09:00:00",
            "date_mise_a_jour_insee": "2026-11-19T05:00:00",
            "date_mise_a_jour_rne": "2026-11-19T17:00:00",
            "dirigeants": [],
            "etat_administratif": .string(state),
            "nature_juridique": .text(legalForm),
            "section_activite_principale": .text(ActivitySection.letter(of: naf)),
            "tranche_effectif_salarie": .text(workforce),
            "annee_tranche_effectif_salarie": .text(workforceYear),
            "statut_diffusion": .string(diffusion),
            "matching_etablissements": [],
            "finances": latestFigures,
            "complements": complements,
        ]
    }

    private var fullName: String? {
        let others = [acronym, tradeName].compactMap { $0 }.map { "(\($0))" }
        return name.map { ([$0] + others).joined(separator: " ") }
    }

    /// The latest fiscal year of which something is public, consolidated accounts first; a hidden turnover is null.
    private var latestFigures: JSONValue {
        let told = (accounts ?? []).filter { !$0.isWhollyConfidential }
        guard let latest = told.map(\.fiscalYear).max() else { return nil }
        let ofYear = told.filter { $0.fiscalYear == latest }
        guard let chosen = ofYear.first(where: { $0.statement == "K" }) ?? ofYear.last else { return nil }
        let figures: JSONValue = ["ca": .number(chosen.filedTurnover), "resultat_net": .number(chosen.result)]
        return .object([.init(key: String(latest), value: figures)])
    }

    private var complements: JSONValue {
        let held = Set(flags ?? [])
        func has(_ flag: String) -> JSONValue { .bool(held.contains(flag)) }
        return [
            "collectivite_territoriale": nil,
            "convention_collective_renseignee": .bool(collectiveAgreements != nil),
            "liste_idcc": .texts(collectiveAgreements),
            "liste_finess_juridique": nil,
            "egapro_renseignee": has("egapro"),
            "est_achats_responsables": has("achats_responsables"),
            "est_alim_confiance": has("alim_confiance"),
            "est_association": has("association"),
            "est_avocat": has("avocat"),
            "est_bio": has("bio"),
            "est_entrepreneur_individuel": has("entrepreneur_individuel"),
            "est_entrepreneur_spectacle": has("entrepreneur_spectacle"),
            "est_ess": has("ess"),
            "est_finess": has("finess"),
            "est_organisme_formation": has("organisme_formation"),
            "est_qualiopi": has("qualiopi"),
            "liste_id_organisme_formation": nil,
            "est_rge": has("rge"),
            "est_siae": has("siae"),
            "est_societe_mission": has("societe_mission"),
            "est_uai": has("uai"),
            "est_patrimoine_vivant": has("patrimoine_vivant"),
            "bilan_ges_renseigne": has("bilan_ges"),
            "identifiant_association": nil,
            "statut_entrepreneur_spectacle": nil,
            "type_siae": nil,
            "a_aide_minimis": has("aide_minimis"),
            "a_aide_ademe": has("aide_ademe"),
            "est_administration": has("administration"),
            "est_service_public": has("service_public"),
            "est_l100_3": has("l100_3"),
        ]
    }
}

extension Account {
    /// The service counts a closing before July with the year before (search-infra, `get_fiscal_year`).
    var fiscalYear: Int {
        let parts = closing.split(separator: "-").compactMap { Int($0) }
        guard parts.count == 3 else { return 0 }
        return parts[1] < 7 ? parts[0] - 1 : parts[0]
    }
}
