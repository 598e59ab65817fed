/// INSEE's register of companies, API 3.11. Thirty calls a minute are documented.
///
/// Any key does but one that begins with `bad`. A doublon is answered with 301, a unit that nothing may be told of with
/// 403. The older status `N` comes with the variant `old_status`.
struct Sirene: SimulatedProvider {
    static let name = "sirene"
    static let limits = [RateLimit(calls: 30, seconds: 60)]
    static let variants: Set<String> = ["old_status"]

    let catalogue: CompanyCatalogue
    let state: SandboxState

    var routes: [Route] {
        [
            Route(path: "siren/:siren", sirens: { [$0.path["siren"] ?? ""] }, answer: unit),
            Route(
                path: "siret/:siret",
                sirens: { [String(($0.path["siret"] ?? "").prefix(9))] },
                answer: establishment
            ),
        ]
    }

    static func refusal(_ refusal: Refusal) -> Answer {
        switch refusal {
        case .badKey, .expiredToken, .outOfCredits: failure(401, "Clé d'intégration absente ou invalide")
        case .tooMany: failure(429, "Quota de requêtes dépassé")
        case .status(let status): failure(status, status == 503 ? "Service en maintenance" : "Panne simulée")
        }
    }

    private static func failure(_ status: Int, _ message: String) -> Answer {
        Answer(status: status, body: ["header": ["statut": .integer(status), "message": .string(message)]])
    }

    private func unit(_ asked: Asked) -> Answer {
        let siren = asked.path["siren"] ?? ""
        return found(siren, asked, "siren", digits: 9) { company in
            ["header": ["statut": 200, "message": "OK"], "uniteLegale": SireneUnit(company: company, asked).document]
        }
    }

    private func establishment(_ asked: Asked) -> Answer {
        let siret = asked.path["siret"] ?? ""
        return found(siret, asked, "siret", digits: 14) { company in
            guard company.siret == siret else { return nil }
            let document = SireneUnit(company: company, asked).establishment
            return ["header": ["statut": 200, "message": "ok"], "etablissement": document]
        }
    }

    private func found(
        _ number: String,
        _ asked: Asked,
        _ kind: String,
        digits: Int,
        _ document: (Company) -> JSONValue?
    ) -> Answer {
        guard state.accepts(asked.headers["x-insee-api-key-integration"], at: Self.name) else {
            return Self.refusal(.badKey)
        }
        guard number.utf8.count == digits, number.utf8.allSatisfy({ (48...57).contains($0) }) else {
            return Self.failure(400, "Erreur de syntaxe dans le paramètre \(kind)")
        }
        guard let company = catalogue.registered(String(number.prefix(9)), on: asked.day) else {
            return Self.failure(404, "Aucun élément trouvé pour le \(kind) \(number)")
        }
        if company.undisclosed == true {
            let what = digits == 9 ? "Unité légale" : "Établissement"
            return Self.failure(403, "\(what) non diffusable (\(number))")
        }
        if let other = company.duplicateOf { return moved(to: other, kind, asked) }
        guard let body = document(company) else {
            return Self.failure(404, "Aucun élément trouvé pour le \(kind) \(number)")
        }
        return Answer(body: body)
    }

    /// The address of the unit under its other number, by the name that the request called the simulator.
    private func moved(to siren: String, _ kind: String, _ asked: Asked) -> Answer {
        let nic = kind == "siret" ? catalogue.company(siren)?.seat.nic ?? "00000" : ""
        let message =
            kind == "siren"
            ? "Unité légale doublon, redirection vers l'unité légale : \(siren)"
            : "Unité légale doublon, redirection vers l'établissement siège de l'unité légale : \(siren)"
        var answer = Self.failure(301, message)
        let host = asked.headers["host"].map { "http://" + $0 } ?? ""
        answer.headers["Location"] = "\(host)/\(Self.name)/\(kind)/\(siren)\(nic)"
        return answer
    }
}
