/// The financial ratios of INPI and Banque de France (data.economie.gouv.fr, dataset `ratios_inpi_bce`), by look-up and
/// as one file of everything. No quota is documented; ours is 20,000 calls a day and address.
struct RatiosInpiBce: SimulatedProvider {
    static let name = "ratios-inpi-bce"
    static let limits = [RateLimit(calls: 20_000, isPerClient: true)]
    static let tellsRemaining = true
    static let variants: Set<String> = ["capital_headers"]

    let catalogue: CompanyCatalogue

    var routes: [Route] { Self.dataset(catalogue).routes(of: "ratios_inpi_bce") }

    static func refusal(_ refusal: Refusal) -> Answer { Dataset.refusal(refusal) }

    static func dataset(_ catalogue: CompanyCatalogue) -> Dataset {
        Dataset(key: "siren", catalogue: catalogue) { company, _ in
            (company.accounts ?? []).filter { !$0.isWhollyConfidential }.map { row($0, of: company.siren) }
        }
    }

    /// One row. A hidden turnover is written 0, with `Partiellement confidentiel` beside it, as the dataset does.
    private static func row(_ account: Account, of siren: String) -> JSONValue {
        let isHidden = account.turnover == nil
        let hidden: JSONValue = isHidden ? 0 : nil
        return [
            "siren": .string(siren),
            "date_cloture_exercice": .string(account.closing),
            "chiffre_d_affaires": .integer(account.filedTurnover ?? 0),
            "marge_brute": isHidden ? hidden : .number(account.margin),
            "ebe": isHidden ? hidden : .number(account.operating),
            "ebit": isHidden ? hidden : .number(account.operating.map { $0 * 3 / 4 }),
            "resultat_net": .number(account.result),
            "taux_d_endettement": nil,
            "ratio_de_liquidite": nil,
            "ratio_de_vetuste": nil,
            "autonomie_financiere": share(account.equity, of: account.assets),
            "poids_bfr_exploitation_sur_ca": nil,
            "poids_bfr_exploitation_sur_ca_jours": nil,
            "caf_sur_ca": nil,
            "marge_ebe": share(account.operating, of: account.turnover),
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

    /// Per cent, with three decimals.
    private static func share(_ part: Int?, of whole: Int?) -> JSONValue {
        guard let part, let whole, whole != 0 else { return nil }
        return .decimal(thousandths: Int((Double(part) / Double(whole) * 100_000).rounded()))
    }
}
