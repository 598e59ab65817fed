/// The paid API of Societe.com (api.societe.com/api/v1).
///
/// The documentation names the operations and a few fields; the others here are ours. `X-Authorization: socapi TOKEN`,
/// any token but one that begins with `bad`; a call costs one credit, `infoclient` and `exist` nothing. No rate limit
/// is documented.
struct SocieteCom: SimulatedProvider {
    static let name = "societe-com"

    let catalogue: CompanyCatalogue
    let state: SandboxState

    var routes: [Route] {
        let sirens: @Sendable (Asked) -> [String] = { Self.siren($0.path["numid"] ?? "").map { [$0] } ?? [] }
        let operations: [(String, Int, @Sendable (Company) -> JSONValue)] = [
            ("exist", 0, { ["exist": true, "siren": .string($0.siren)] }),
            ("infoslegales", 100, SocieteComAnswers.legal), ("bilans", 100, SocieteComAnswers.accounts),
            ("procedurescollectives", 100, SocieteComAnswers.procedures), ("contact", 100, SocieteComAnswers.contact),
        ]
        return operations.map { operation, price, document in
            Route(path: "api/v1/entreprise/:numid/\(operation)", sirens: sirens, price: { _ in price }) { asked in
                answer(asked, operation, document)
            }
        } + [Route(path: "api/v1/infoclient", answer: client)]
    }

    static func refusal(_ refusal: Refusal) -> Answer {
        switch refusal {
        case .badKey, .expiredToken, .status(401): failure(401, "Jeton d'accès invalide")
        case .outOfCredits: failure(402, "Crédits insuffisants")
        case .tooMany: failure(429, "Trop de requêtes")
        case .status(404): failure(404, "Entreprise introuvable")
        case .status(let status): failure(status, "Panne simulée")
        }
    }

    private static func failure(_ status: Int, _ message: String) -> Answer {
        Answer(status: status, body: ["status": .integer(status), "error": .string(message)])
    }

    private func isAuthorized(_ asked: Asked) -> Bool {
        guard let field = asked.headers["x-authorization"], field.hasPrefix("socapi ") else { return false }
        return state.accepts(String(field.dropFirst(7)), at: Self.name)
    }

    private func answer(_ asked: Asked, _ operation: String, _ document: (Company) -> JSONValue) -> Answer {
        guard isAuthorized(asked) else { return Self.refusal(.badKey) }
        let company = Self.siren(asked.path["numid"] ?? "").flatMap { catalogue.company($0, on: asked.day) }
        guard let company, !company.isMasked else {
            return operation == "exist" ? Answer(body: ["data": ["exist": false]]) : Self.refusal(.status(404))
        }
        return Answer(body: ["data": document(company)])
    }

    private func client(_ asked: Asked) -> Answer {
        guard isAuthorized(asked) else { return Self.refusal(.badKey) }
        let left = state.credits(Self.name)
        return Answer(body: [
            "data": ["client": "Simulateur", "credits": .decimal(thousandths: left * 10)]
        ])
    }

    /// The SIREN of a SIREN, a SIRET or a French VAT number.
    static func siren(_ number: String) -> String? {
        let digits = number.hasPrefix("FR") ? String(number.dropFirst(4)) : String(number.prefix(9))
        guard [9, 13, 14].contains(number.utf8.count), digits.utf8.count == 9,
            digits.utf8.allSatisfy({ (48...57).contains($0) })
        else { return nil }
        return digits
    }
}
