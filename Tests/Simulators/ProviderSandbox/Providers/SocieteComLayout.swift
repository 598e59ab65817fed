/// The ways in which a page of Societe.com has held the turnover. Synthetic, all of them.
enum SocieteComLayout: String, CaseIterable, Sendable {
    case script, chart, table, summary, classic

    func page(of company: Company, _ figures: SocieteComFigures) -> String {
        let years = company.latestFirst.filter { $0.statement != "K" && !$0.isWhollyConfidential }
        let name = company.name ?? ""
        let status = company.state == "A" && company.struckOff == nil ? "Active" : "Radiée"
        let body: String
        switch self {
        case .script: body = Self.script(years)
        case .chart: body = Self.chart(years, figures)
        case .table: body = Self.table(years, figures, company.siren)
        case .summary: body = Self.summary(years, figures, company)
        case .classic: body = Self.classic(years, figures, company)
        }
        let charset = self == .classic ? "iso-8859-1" : "utf-8"
        return """
            <!DOCTYPE html><!-- page synthétique d'un simulateur --><html lang="fr"><head><meta charset="\(charset)">
            <title>\(name) (\(company.siren))</title></head><body>
            <div id="identite"><header><h1>\(name)</h1><div><span>\(status)</span></div></header></div>
            \(body)</body></html>
            """
    }

    private static func script(_ years: [Account]) -> String {
        guard let turnover = years.first?.resoldTurnover else { return "<script>var ADSTACK = {data: {}};</script>" }
        return "<script>var ADSTACK = {data: {}}; ADSTACK.data.chiffre = \(turnover);</script>"
    }

    private static func chart(_ years: [Account], _ figures: SocieteComFigures) -> String {
        let bars = years.map { account in
            "<div data-year=\"\(account.year)\" data-a=\"1\"><span class=\"xDpNbr\">"
                + "\(figures.text(account.resoldTurnover))</span></div>"
        }
        return "<section class=\"block\"><h3>Chiffre d'affaires</h3>\(bars.joined())</section>"
    }

    private static func table(_ years: [Account], _ figures: SocieteComFigures, _ siren: String) -> String {
        let latest = years.first
        let value =
            latest?.resoldTurnover.map { figures.text($0) }
            ?? "<a href=\"/publication-bilan/\(siren)\">Publier le bilan</a>"
        let result = figures.text(latest?.result)
        return """
            <table><thead><tr><th></th><th></th><th>\(latest?.closing ?? "")</th></tr></thead><tbody>
            <tr class="Table__leader__title border-white"><td>Chiffre d'affaires</td><td></td><td>\(value)</td></tr>
            <tr class="Table__leader__title border-white"><td>Résultat net</td><td></td><td>\(result)</td></tr>
            </tbody></table>
            """
    }

    private static func summary(_ years: [Account], _ figures: SocieteComFigures, _ company: Company) -> String {
        """
        <div class="co-resume"><ul><li><span class="ui-label">Chiffre d'affaires \(years.first?.year ?? 0)</span>
        <span>\(figures.text(years.first?.resoldTurnover))</span></li>
        <li><span class="ui-label">SIREN</span><span>\(company.siren)</span></li></ul></div>
        <ul class="co-summary-board"><li>\(LegalForms.label(company.legalForm) ?? "")</li></ul>
        """
    }

    private static func classic(_ years: [Account], _ figures: SocieteComFigures, _ company: Company) -> String {
        // ISO-8859-1 has neither the sign of the euro nor the narrow space.
        let turnover = figures.text(years.first?.resoldTurnover)
            .replacing("€", with: "&euro;").replacing("\u{202f}", with: "&#8239;")
        return """
            <table id="rensjur"><tr><td>Dénomination</td><td>\(company.name ?? "")</td></tr>
            <tr><td>Chiffre d'affaires \(years.first?.year ?? 0)</td><td>\(turnover)</td></tr></table>
            <table id="rensjurcomplete"><tr><td>SIREN</td><td>\(company.siren)</td></tr></table>
            <div id="trancheeff-histo-description">\(WorkforceBands.label(company.workforce) ?? "Non précisé")</div>
            <div id="ape-histo-description">\(company.naf ?? "NC")</div>
            """
    }

    /// Elements and classes renamed at random, the same for the same company: what robots have been shown.
    static func tagged(_ page: String, seed: String) -> String {
        var random = Draws(state: UInt64(seed) ?? 0)
        func word() -> String { "x" + String(random.below(1 << 30), radix: 36) }
        return ["section", "table", "tbody", "thead", "tr", "td", "th", "ul", "li", "span", "h1", "h3", "script"]
            .reduce(page) { page, name in
                let other = word() + "-" + word()
                return page.replacing("<\(name) ", with: "<\(other) ").replacing("<\(name)>", with: "<\(other)>")
                    .replacing("</\(name)>", with: "</\(other)>")
            }
            .replacing(#/(class|id)="[^"]*"/#) { _ in "data-\(word())=\"\"" }
            .replacing("ADSTACK", with: word())
    }
}
