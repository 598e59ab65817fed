/// The head office in the shape of Pappers; the bounds of its staff are a sentinel, as seen.
extension PappersSheet {
    var seat: JSONValue {
        [
            "siret": .text(company.siret),
            "siret_formate": .text(company.siret),
            "nic": .text(company.seat.nic),
            "diffusion_partielle": .bool(company.isMasked),
            "adresse_ligne_1": .text(company.isMasked ? nil : company.seat.street),
            "adresse_ligne_2": nil,
            "code_postal": .text(company.isMasked ? nil : company.seat.postcode),
            "ville": .text(company.seat.city),
            "pays": "France",
            "code_pays": "FR",
            "code_naf": .text(company.naf),
            "date_de_creation": .text(company.created),
            "etablissement_employeur": .bool(company.workforce.map { $0 != "NN" } ?? false),
            "effectif": "Au moins 1 salarié",
            "effectif_min": 1,
            "effectif_max": 500000,
            "etablissement_cesse": .bool(company.state == "C"),
            "date_cessation": .text(company.closed),
            "siege": true,
            "enseigne": .text(company.tradeName),
            "nom_commercial": .text(company.tradeName),
        ]
    }
}
