/// OpenCorporates, API v0.4: identity and status; it has no turnover of a French company.
///
/// Any token does but one that begins with `bad`. About fifty calls a day are free; beyond, 403. The version may be left
/// out of the address.
struct OpenCorporates: SimulatedProvider {
    static let name = "opencorporates"
    static let limits = [RateLimit.perDay(50)]

    let catalogue: CompanyCatalogue
    let state: SandboxState

    var routes: [Route] {
        ["v0.4/", ""].flatMap { version in
            [
                Route(path: version + "companies/search", answer: search),
                Route(path: version + "companies/fr/:siren", sirens: { [$0.path["siren"] ?? ""] }, answer: company),
            ]
        }
    }

    static func refusal(_ refusal: Refusal) -> Answer {
        switch refusal {
        case .badKey, .expiredToken: failure(401, "Invalid Api Token")
        case .tooMany, .outOfCredits: failure(403, "You have exceeded your daily limit")
        case .status(404): failure(404, "Not Found")
        case .status(let status): failure(status, "Simulated failure")
        }
    }

    private static func failure(_ status: Int, _ message: String) -> Answer {
        Answer(status: status, body: ["error": ["message": .string(message)]])
    }

    private func company(_ asked: Asked) -> Answer {
        guard state.accepts(asked.query["api_token"], at: Self.name) else { return Self.refusal(.badKey) }
        let found = asked.path["siren"].flatMap { catalogue.company($0, on: asked.day) }
        guard let found, !found.isMasked else { return Self.refusal(.status(404)) }
        return Answer(body: ["api_version": "0.4", "results": ["company": Self.document(of: found)]])
    }

    private func search(_ asked: Asked) -> Answer {
        guard state.accepts(asked.query["api_token"], at: Self.name) else { return Self.refusal(.badKey) }
        guard let page = asked.query.integer("page", or: 1), (1...10_000).contains(page),
            let size = asked.query.integer("per_page", or: 30), (1...100).contains(size)
        else { return Self.failure(400, "Invalid paging") }
        let words = (asked.query["q"] ?? "").searchFolded.split(separator: " ")
        let isFrench = asked.query["jurisdiction_code"].map { $0 == "fr" } ?? true
        let found =
            !isFrench || words.isEmpty
            ? []
            : catalogue.searched(on: asked.day).filter { company in
                guard !company.isMasked, let name = company.name?.searchFolded else { return false }
                return words.allSatisfy { name.contains($0) }
            }
        let shown = found.dropFirst((page - 1) * size).prefix(size)
        return Answer(body: [
            "api_version": "0.4",
            "results": [
                "companies": .array(shown.map { ["company": Self.document(of: $0)] }), "page": .integer(page),
                "per_page": .integer(size), "total_pages": .integer((found.count + size - 1) / size),
                "total_count": .integer(found.count),
            ],
        ])
    }

    private static func document(of company: Company) -> JSONValue {
        let address = [company.seat.street, company.seat.postcode, company.seat.city].compactMap { $0 }
        return [
            "name": .text(company.name),
            "company_number": .string(company.siren),
            "jurisdiction_code": "fr",
            "incorporation_date": .text(company.created),
            "dissolution_date": .text(company.closed),
            "company_type": .text(LegalForms.label(company.legalForm)),
            "registry_url": nil,
            "branch": nil,
            "branch_status": nil,
            "inactive": .bool(company.state == "C"),
            "current_status": .string(company.state == "C" ? "Cessée" : "Active"),
            "created_at": "2020-01-01T00:00:00+00:00",
            "updated_at": "2026-06-01T00:00:00+00:00",
            "retrieved_at": "2026-06-01T00:00:00+00:00",
            "opencorporates_url": .string("https://opencorporates.com/companies/fr/\(company.siren)"),
            "previous_names": [],
            "alternative_names": [],
            "source": [
                "publisher": "INSEE (simulateur)", "url": "https://www.insee.fr/",
                "retrieved_at": "2026-06-01T00:00:00+00:00",
            ],
            "registered_address": [
                "street_address": .text(company.seat.street), "locality": .text(company.seat.city), "region": nil,
                "postal_code": .text(company.seat.postcode), "country": "France",
            ],
            "registered_address_in_full": .string(address.joined(separator: ", ")),
            "industry_codes": .array(company.naf.map { [industry($0)] } ?? []),
            "officers": [],
            "filings": [],
            "financial_summary": nil,
        ]
    }

    /// The code without its dot.
    private static func industry(_ naf: String) -> JSONValue {
        [
            "industry_code": [
                "code": .string(naf.filter { $0 != "." }), "description": nil, "code_scheme_id": "fr_naf_2008",
                "code_scheme_name": "Nomenclature d'activités française 2008", "uid": .string("fr_naf_2008-\(naf)"),
            ]
        ]
    }
}
