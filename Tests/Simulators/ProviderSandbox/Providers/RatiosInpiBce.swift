/// The financial ratios of INPI and Banque de France (data.economie.gouv.fr, dataset `ratios_inpi_bce`).
enum RatiosInpiBce {
    static let name = "ratios-inpi-bce"

    static func dataset(_ catalogue: CompanyCatalogue) -> Dataset {
        Dataset(key: "siren", catalogue: catalogue) { company in
            (company.accounts ?? []).map { row($0, of: company.siren) }
        }
    }

    /// One row. A hidden turnover is written 0, with `Partiellement confidentiel` beside it, as the dataset does.
    private static func row(_ account: Account, of siren: String) -> JSONValue {
        let isHidden = account.turnover == nil
        return [
            "siren": .string(siren),
            "date_cloture_exercice": .string(account.closing),
            "chiffre_d_affaires": .integer(account.turnover ?? 0),
            "marge_brute": isHidden ? 0 : nil,
            "ebe": isHidden ? 0 : nil,
            "ebit": isHidden ? 0 : nil,
            "resultat_net": .number(account.result),
            "taux_d_endettement": nil,
            "ratio_de_liquidite": nil,
            "ratio_de_vetuste": nil,
            "autonomie_financiere": nil,
            "poids_bfr_exploitation_sur_ca": nil,
            "poids_bfr_exploitation_sur_ca_jours": nil,
            "caf_sur_ca": nil,
            "marge_ebe": nil,
            "couverture_des_interets": nil,
            "capacite_de_remboursement": nil,
            "resultat_courant_avant_impots_sur_ca": nil,
            "credit_clients_jours": nil,
            "credit_fournisseurs_jours": nil,
            "rotation_des_stocks_jours": nil,
            "type_bilan": .string(account.statement),
            "confidentiality": .string(account.confidentiality ?? "Public"),
        ]
    }
}
