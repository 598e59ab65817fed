import Foundation

/// A record in the shape that Pappers documents; the company is invented.
struct PappersRecord {
    var fields: [String: Any] = [
        "siren": "732829320", "siren_formate": "732 829 320", "nom_entreprise": "FROMAGES D'ESSAI",
        "denomination": "FROMAGES D'ESSAI", "personne_morale": true, "code_naf": "46.33Z",
        "categorie_juridique": "5710",
        "forme_juridique": "SAS, société par actions simplifiée", "date_creation": "1998-04-02",
        "date_creation_formate": "02/04/1998", "capital": 40_000, "entreprise_cessee": false, "statut_rcs": "Inscrit",
        "statut_rne": "Inscrit", "statut_consolide": "actif", "tranche_effectif": "12", "effectif_min": 20,
        "effectif_max": 49, "annee_effectif": 2021, "diffusable": true, "opposition_utilisation_commerciale": false,
        "procedure_collective_existe": false, "procedure_collective_en_cours": false,
        "derniere_mise_a_jour_sirene": "2024-02-20", "finances": [Any](), "comptes": [Any](),
        "procedures_collectives": [Any](), "telephone": NSNull(),
        "siege": [
            "siret": "73282932000074", "code_postal": "35000", "ville": "RENNES", "adresse_ligne_1": "3 rue des Lilas",
            "diffusion_partielle": false, "effectif_max": 500_000,
        ] as [String: Any],
        "etablissements": [
            ["siret": "73282932000074", "etablissement_cesse": false, "adresse_ligne_1": "3 rue des Lilas"],
            ["siret": "73282932000082", "etablissement_cesse": false],
            ["siret": "73282932000090", "etablissement_cesse": true],
        ] as [[String: Any]],
        "representants": [
            [
                "qualite": "Président", "nom_complet": "DURAND Camille", "date_de_naissance": "1961-05-04",
                "adresse_ligne_1": "8 rue des Lilas",
            ]
        ],
        "beneficiaires_effectifs": [["nom": "DURAND", "date_de_naissance_formatee": "05/1961"]],
    ]

    init(_ change: (inout [String: Any]) -> Void = { _ in }) { change(&fields) }

    /// Somebody who trades under the own name, at home.
    static var soleTrader: PappersRecord {
        PappersRecord {
            $0["personne_morale"] = false
            $0["categorie_juridique"] = "1000"
            $0["denomination"] = NSNull()
            $0["nom_entreprise"] = "DURAND Camille"
            $0["nom"] = "DURAND"
            $0["prenom"] = "Camille"
        }
    }

    /// A row of `finances`; amounts in euros.
    static func year(
        _ year: Int,
        closing: String?,
        months: Int = 12,
        turnover: Int?,
        result: Int? = nil
    ) -> [String: Any] {
        [
            "annee": year, "date_de_cloture_exercice": closing ?? NSNull(), "duree_exercice": months,
            "chiffre_affaires": turnover ?? NSNull(), "resultat": result ?? NSNull(), "effectif": NSNull(),
        ]
    }

    var json: String {
        guard let data = try? JSONSerialization.data(withJSONObject: fields) else { return "" }
        return String(decoding: data, as: UTF8.self)
    }
}
