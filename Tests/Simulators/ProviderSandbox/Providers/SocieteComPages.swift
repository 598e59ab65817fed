/// The pages of Societe.com. Nobody has published one: every page here is SYNTHETIC, made from what public scrapers
/// read in them over the years, newest first.
///
/// Layouts, by variant, `script` when none is ordered: `script` (a number in JavaScript), `chart` (`data-year` and
/// `span.xDpNbr`), `table` (`tr.Table__leader__title`), `summary` (`.co-resume`), `classic` (`#rensjur`, in
/// ISO-8859-1). `narrow_spaces` writes U+202F instead of U+00A0, `thousands` K€ where it would be M€, `tagged` puts the
/// text into made-up elements as is done for robots. One page in ten seconds is our own limit; beyond, a captcha.
struct SocieteComPages: SimulatedProvider {
    static let name = "societe-com-pages"
    static let limits = [RateLimit(calls: 1, seconds: 10, isPerClient: true)]
    static let variants: Set<String> = [
        "script", "chart", "table", "summary", "classic", "narrow_spaces", "thousands", "tagged",
    ]
    private static let html = "text/html; charset=utf-8"

    let catalogue: CompanyCatalogue
    let state: SandboxState

    var routes: [Route] {
        [
            Route(
                path: "societe/:page",
                sirens: { Self.siren(ofPage: $0.path["page"]).map { [$0] } ?? [] },
                answer: page
            ),
            Route(path: "cgi-bin/search", sirens: { $0.query["champs"].map { [$0] } ?? [] }, answer: search),
            Route(path: "robots.txt") { _ in
                .text(state.robots(Self.name) ?? "User-agent: *\nDisallow: /cgi-bin/\n", type: "text/plain")
            },
        ]
    }

    static func refusal(_ refusal: Refusal) -> Answer {
        let status: Int
        switch refusal {
        case .status(let ordered): status = ordered
        default: status = 403
        }
        let page =
            "<html><head><title>Vérification</title></head><body><div id=\"captcha\">Êtes-vous humain ?</div></body></html>"
        return .text(page, type: html, status: status)
    }

    private func page(_ asked: Asked) -> Answer {
        guard let company = Self.siren(ofPage: asked.path["page"]).flatMap({ catalogue.company($0, on: asked.day) }),
            !company.isMasked
        else { return .text("<html><body><h1>Page introuvable</h1></body></html>", type: Self.html, status: 404) }
        let layout = SocieteComLayout.allCases.first { asked.has($0.rawValue) } ?? .script
        var page = layout.page(of: company, SocieteComFigures(variants: asked.variants))
        if asked.has("tagged") { page = SocieteComLayout.tagged(page, seed: company.siren) }
        guard layout == .classic else { return .text(page, type: Self.html) }
        let bytes = Bytes.latin1(Array(page.utf8))
        return Answer(document: .init(type: "text/html; charset=iso-8859-1", bytes: bytes))
    }

    private func search(_ asked: Asked) -> Answer {
        let company = asked.query["champs"].flatMap { catalogue.company($0, on: asked.day) }
        let links = company.flatMap { $0.isMasked ? nil : $0 }.map { company in
            "<a class=\"Link\" href=\"/societe/\(Self.slug(company))-\(company.siren).html\">\(company.name ?? "")</a>"
        }
        let body = links ?? "<p>Aucun résultat</p>"
        return .text("<html><body><div id=\"result_deno_societe\">\(body)</div></body></html>", type: Self.html)
    }

    /// `atelier-fictif-du-port-999000052.html` ends with the SIREN.
    private static func siren(ofPage page: String?) -> String? {
        guard let page, page.hasSuffix(".html") else { return nil }
        let siren = String(page.dropLast(5).suffix(9))
        return siren.utf8.count == 9 && siren.utf8.allSatisfy { (48...57).contains($0) } ? siren : nil
    }

    private static func slug(_ company: Company) -> String {
        (company.name ?? "societe").searchFolded.split { !$0.isLetter && !$0.isNumber }.joined(separator: "-")
    }
}
