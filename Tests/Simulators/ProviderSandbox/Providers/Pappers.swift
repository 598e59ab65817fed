/// Pappers, API v2 (api.pappers.fr/v2): the sheet of a company, and what is left of the credits (jetons).
///
/// Any key does but one that begins with `bad`. A sheet costs one credit; the telephone and e-mail together one more,
/// web sites one more, a score 30. No rate limit is documented. The variant `partial` answers 206 without the accounts.
struct Pappers: SimulatedProvider {
    static let name = "pappers"
    static let variants: Set<String> = ["partial"]

    /// Prices of `champs_supplementaires` in hundredths of a credit, by what one charge covers.
    private static let prices: [(fields: Set<String>, price: Int)] = [
        (["telephone", "email"], 100), (["sites_internet"], 100), (["labels:orias"], 50), (["labels:cci"], 50),
        (["sanctions"], 100), (["personne_politiquement_exposee"], 100), (["deces"], 50),
        (["scoring_financier"], 3000), (["scoring_non_financier"], 3000),
    ]

    let catalogue: CompanyCatalogue
    let state: SandboxState

    var routes: [Route] {
        [
            Route(
                path: "v2/entreprise",
                sirens: { Self.siren($0).map { [$0] } ?? [] },
                price: { Self.price(of: $0) },
                answer: sheet
            ),
            Route(path: "v2/suivi-jetons", answer: balance),
        ]
    }

    static func refusal(_ refusal: Refusal) -> Answer {
        switch refusal {
        case .badKey, .expiredToken, .status(401): failure(401, "Clé API incorrecte.")
        case .outOfCredits: failure(401, "Vous n'avez plus assez de crédits pour effectuer cette requête")
        case .tooMany: failure(429, "Trop de requêtes.")
        case .status(404): failure(404, "Entreprise inexistante.")
        case .status(503): failure(503, "Service momentanément indisponible.")
        case .status(let status): failure(status, "Panne simulée.")
        }
    }

    private static func failure(_ status: Int, _ message: String) -> Answer {
        Answer(
            status: status,
            body: ["statusCode": .integer(status), "error": .string(message), "message": .string(message)]
        )
    }

    static func price(of asked: Asked) -> Int {
        let fields = asked.query.list("champs_supplementaires") ?? []
        return prices.reduce(100) { total, group in group.fields.isDisjoint(with: fields) ? total : total + group.price
        }
    }

    private static func siren(_ asked: Asked) -> String? {
        asked.query["siren"] ?? asked.query["siret"].map { String($0.prefix(9)) }
    }

    private func isAuthorized(_ asked: Asked) -> Bool {
        state.accepts(asked.headers["api-key"] ?? asked.query["api_token"], at: Self.name)
    }

    private func sheet(_ asked: Asked) -> Answer {
        guard isAuthorized(asked) else { return Self.refusal(.badKey) }
        guard let siren = Self.siren(asked)?.filter({ $0 != " " }), siren.utf8.count == 9,
            siren.utf8.allSatisfy({ (48...57).contains($0) })
        else { return Self.failure(400, "Paramètres de la requête incorrects.") }
        let takesPartial = asked.query["integrer_diffusions_partielles"] == "true"
        guard let company = catalogue.company(siren, on: asked.day), takesPartial || !company.isMasked else {
            return Self.refusal(.status(404))
        }
        let sheet = PappersSheet(company: company, fields: asked.query.list("champs_supplementaires") ?? [])
        guard asked.has("partial") else { return Answer(body: sheet.document) }
        let partial = ["finances", "comptes", "publications_bodacc"].reduce(sheet.document) {
            $0.replacing($1, with: [])
        }
        return Answer(status: 206, body: partial)
    }

    private func balance(_ asked: Asked) -> Answer {
        guard isAuthorized(asked) else { return Self.refusal(.badKey) }
        let left = state.credits(Self.name)
        let used = max(0, ProviderRecord.balance - left)
        return Answer(body: [
            "jetons_abonnement": .decimal(thousandths: (left + used) * 10),
            "jetons_abonnement_utilises": .decimal(thousandths: used * 10),
            "jetons_pay_as_you_go_restants": 0,
        ])
    }
}
