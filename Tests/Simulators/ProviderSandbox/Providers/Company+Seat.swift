/// The head office in the shape of recherche-entreprises: every value is a text, or null.
extension Company {
    var seatDocument: JSONValue {
        let department = Department.of(commune: seat.commune, postcode: seat.postcode)
        let place = [seat.street, seat.postcode, seat.city].compactMap { $0 }.joined(separator: " ")
        return [
            "activite_principale": .text(naf),
            "activite_principale_naf25": .text(naf25),
            "activite_principale_registre_metier": nil,
            "annee_tranche_effectif_salarie": .text(workforceYear),
            "adresse": masked(.string(place)),
            "caractere_employeur": .string(isEmployer ? "O" : "N"),
            "cedex": masked(nil),
            "code_pays_etranger": nil,
            "code_postal": masked(.text(seat.postcode)),
            "commune": .text(seat.commune),
            "complement_adresse": masked(nil),
            "coordonnees": masked(nil),
            "date_creation": .text(created),
            "date_debut_activite": .text(created),
            "date_fermeture": .text(closed),
            "date_mise_a_jour": nil,
            "date_mise_a_jour_insee": "2026-11-19T05:00:00",
            "departement": .text(department?.code),
            "distribution_speciale": masked(nil),
            "epci": nil,
            "est_siege": true,
            "etat_administratif": .string(state == "A" ? "A" : "F"),
            "geo_adresse": nil,
            "geo_id": nil,
            "indice_repetition": masked(nil),
            "latitude": masked(nil),
            "libelle_cedex": masked(nil),
            "libelle_commune": .text(seat.city),
            "libelle_commune_etranger": nil,
            "libelle_pays_etranger": nil,
            "libelle_voie": masked(nil),
            "liste_enseignes": .texts(tradeName.map { [$0] }),
            "liste_finess": nil,
            "liste_id_bio": nil,
            "liste_idcc": .texts(collectiveAgreements),
            "liste_id_organisme_formation": nil,
            "liste_rge": nil,
            "liste_uai": nil,
            "longitude": masked(nil),
            "nom_commercial": masked(.text(tradeName)),
            "numero_voie": masked(nil),
            "dernier_numero_voie": masked(nil),
            "region": .text(department?.regionCode),
            "siret": .text(siret),
            "statut_diffusion_etablissement": .string(diffusion),
            "tranche_effectif_salarie": .text(workforce),
            "type_voie": masked(nil),
        ]
    }

    private var isEmployer: Bool { workforce != nil && workforce != "NN" }

    private func masked(_ value: JSONValue) -> JSONValue { isMasked ? .string(Self.mask) : value }
}
