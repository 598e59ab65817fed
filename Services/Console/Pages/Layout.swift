import Hummingbird

/// The frame around every page.
enum Layout {
    /// - Parameter principal: nil outside: no menu then.
    static func page(
        title: String,
        principal: Principal?,
        current: String = "",
        status: HTTPResponse.Status = .ok,
        _ content: HTML
    ) -> Response {
        let html: HTML = """
            <!DOCTYPE html>
            <html lang="fr"><head><meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <title>\(title) · Filon</title>
            <link rel="icon" href="/assets/icon.svg" type="image/svg+xml">
            <link rel="stylesheet" href="/assets/console.css">
            <script src="/assets/console.js" defer></script></head>
            <body><a class="skip" href="#content">Aller au contenu</a>
            \(principal.map { menu($0, current) } ?? .empty)
            <main id="content">\(content)</main></body></html>
            """
        return Response(
            status: status,
            headers: [.contentType: "text/html; charset=utf-8"],
            body: .init(byteBuffer: .init(string: html.text))
        )
    }

    /// The pages that a role opens, in the menu's order.
    static func entries(for principal: Principal) -> [(path: String, label: String)] {
        let pages: [(path: String, label: String, permission: String)] = [
            ("/", "Aujourd’hui", "leads.read"), ("/leads", "Leads", "leads.read"),
            ("/pipeline", "Pipeline", "deals.read"), ("/rules", "Règles", RulesPages.permission),
            ("/model", "Modèle", RulesPages.permission),
        ]
        return pages.filter { principal.permissions.allow($0.permission) }.map { ($0.path, $0.label) }
    }

    private static func menu(_ principal: Principal, _ current: String) -> HTML {
        let links = entries(for: principal).map { entry -> HTML in
            let mark: HTML = entry.path == current ? " aria-current=\"page\"" : .empty
            return "<a href=\"\(entry.path)\"\(mark)>\(entry.label)</a>"
        }
        return """
            <header><a class="brand" href="/">Filon</a><nav aria-label="Principale">\(links)</nav>
            <form method="post" action="/sign-out">\(token(principal))
            <span class="who">\(principal.name) · \(FrenchText.role(principal.role))</span>
            <button class="quiet">Se déconnecter</button></form></header>
            """
    }

    /// The hidden field that every form carries.
    static func token(_ principal: Principal) -> HTML {
        "<input type=\"hidden\" name=\"form_token\" value=\"\(principal.formToken ?? "")\">"
    }

    /// What a page says after an action, by the short word in its address; an unknown word says nothing.
    static func notice(_ word: String?) -> HTML {
        let text: String? =
            switch word {
            case "logged": "C’est noté."
            case "deal-created": "Affaire créée."
            case "deal-changed": "Affaire mise à jour."
            case "siren-given": "SIREN transmis\u{202F}: les faits officiels arrivent dans un instant."
            case "reach-asked": "Demande envoyée\u{202F}: rechargez la page dans un instant."
            case "turnover-given": "Chiffre transmis\u{202F}: il apparaît dans un instant."
            case "turnover-taken-back": "Chiffre retiré\u{202F}: la fiche suit dans un instant."
            case "declined": "C’est noté\u{202F}: l’entreprise reste à identifier."
            default: nil
            }
        guard let text else { return .empty }
        return "<p class=\"notice done\" role=\"status\">\(text)</p>"
    }
}
