/// The accounts of a company in the shape of Pappers: years latest first, consolidated ones apart.
struct PappersAccounts: Sendable {
    static let publications = [
        "collective": "Procédure collective", "radiation": "Radiation", "dpc": "Dépôt des comptes",
    ]

    let company: Company

    private static let lists = ["finances", "finances_consolidees", "comptes"]

    static var none: [JSONValue.Member] {
        [
            .init(key: "date_cloture_exercice", value: nil), .init(key: "prochaine_date_cloture_exercice", value: nil),
        ] + lists.map { .init(key: $0, value: []) }
    }

    var members: [JSONValue.Member] {
        let accounts = company.latestFirst
        let told = accounts.filter { !$0.isWhollyConfidential }
        return [
            .init(key: "date_cloture_exercice", value: .text(accounts.first.map { Self.worded($0.closing) })),
            .init(key: "prochaine_date_cloture_exercice", value: .text(accounts.first.map { Self.next($0.closing) })),
            .init(key: "finances", value: .array(told.filter { $0.statement != "K" }.map(figures))),
            .init(key: "finances_consolidees", value: .array(told.filter { $0.statement == "K" }.map(figures))),
            .init(key: "comptes", value: .array(accounts.map(deposit))),
        ]
    }

    private func figures(_ account: Account) -> JSONValue {
        let turnover = account.resoldTurnover
        let previous = company.latestFirst.first {
            $0.statement == account.statement && $0.year == account.year - 1
        }?.resoldTurnover
        return [
            "annee": .integer(account.year),
            "date_de_cloture_exercice": .string(account.closing),
            "duree_exercice": .integer(account.months ?? 12),
            "chiffre_affaires": .number(turnover),
            "chiffre_affaires_export": .number(turnover.map { _ in 0 }),
            "resultat": .number(account.result),
            "effectif": .number(account.headcount),
            "marge_brute": .number(account.margin),
            "excedent_brut_exploitation": .number(account.operating),
            "resultat_exploitation": .number(account.operating.map { $0 * 3 / 4 }),
            "taux_croissance_chiffre_affaires": Self.growth(turnover, since: previous),
            "taux_marge_brute": Self.share(account.margin, of: turnover),
            "taux_marge_EBITDA": Self.share(account.operating, of: turnover),
            "taux_marge_operationnelle": Self.share(account.operating.map { $0 * 3 / 4 }, of: turnover),
            "BFR": nil,
            "tresorerie": nil,
            "dettes_financieres": nil,
            "fonds_propres": .number(account.equity),
            "autonomie_financiere": Self.share(account.equity, of: account.assets),
            "total_bilan": .number(account.assets),
        ]
    }

    private func deposit(_ account: Account) -> JSONValue {
        let isHidden = account.turnover == nil
        return [
            "date_depot": .string(account.depositDay),
            "date_depot_formate": .string(PappersSheet.slashed(account.depositDay)),
            "date_cloture": .string(account.closing),
            "annee_cloture": .integer(account.year),
            "type_comptes": .string(account.statement == "K" ? "CC" : "CS"),
            "confidentialite": .bool(account.isWhollyConfidential),
            "confdentialite": .bool(account.isWhollyConfidential),
            "confidentialite_compte_de_resultat": .bool(isHidden && !account.isWhollyConfidential),
            "disponible": .bool(!account.isWhollyConfidential),
        ]
    }

    private static func growth(_ now: Int?, since before: Int?) -> JSONValue {
        guard let now, let before, before != 0 else { return nil }
        return share(now - before, of: before)
    }

    /// Per cent, with two decimals.
    private static func share(_ part: Int?, of whole: Int?) -> JSONValue {
        guard let part, let whole, whole != 0 else { return nil }
        return .decimal(thousandths: Int((Double(part) / Double(whole) * 10_000).rounded()) * 10)
    }

    /// `30 Juin`
    private static func worded(_ closing: String) -> String {
        let months = [
            "Janvier", "Février", "Mars", "Avril", "Mai", "Juin", "Juillet", "Août", "Septembre", "Octobre", "Novembre",
            "Décembre",
        ]
        guard let month = Int(closing.dropFirst(5).prefix(2)), (1...12).contains(month) else { return closing }
        return "\(closing.suffix(2)) \(months[month - 1])"
    }

    private static func next(_ closing: String) -> String {
        guard let year = Int(closing.prefix(4)) else { return closing }
        return "\(year + 1)\(closing.dropFirst(4))"
    }
}
