import Contracts
import Foundation
import FrenchBusiness

/// What colleagues ask and tell about a lead's company.
extension LeadView {
    /// Nobody is asked or told about a company that must not be prospected.
    private var mayProspect: Bool { lead.siren != nil && lead.exclusion == nil && lead.companyState != "ceased" }

    /// Phone, e-mail and site from a provider, with their date, or the button that asks for them.
    var reach: HTML {
        guard mayProspect, lead.withdrawnAt == nil else { return .empty }
        let parts: [HTML] = [found ?? outcome, button]
        guard parts.contains(where: { !$0.text.isEmpty }) else { return .empty }
        return "<section id=\"reach\"><h2>Coordonnées de l’entreprise</h2>\(parts)</section>"
    }

    private var found: HTML? {
        guard let reach = details.reach else { return nil }
        let phone: HTML =
            reach.phone.map { "<dt>Téléphone</dt><dd><a href=\"tel:\($0)\">\(FrenchText.phone($0))</a></dd>" } ?? .empty
        let mail: HTML = reach.email.map { "<dt>E-mail</dt><dd><a href=\"mailto:\($0)\">\($0)</a></dd>" } ?? .empty
        let site: HTML =
            reach.site.map { "<dt>Site</dt><dd><a href=\"https://\($0)\" rel=\"noreferrer\">\($0)</a></dd>" } ?? .empty
        let warning: HTML =
            reach.isPersonalMobile
            ? """
            <p class="notice"><span class="tag alert">Portable personnel</span> Mobile d’un entrepreneur individuel\u{202F}: les
            règles des consommateurs s’appliquent (consentement préalable, Bloctel), jamais d’appel automatisé.</p>
            """ : .empty
        return """
            <dl>\(phone)\(mail)\(site)</dl>\(warning)
            <p class="muted">\(FrenchText.source(reach.source)), \(FrenchText.instant(reach.at, in: zone))</p>
            """
    }

    /// What became of the question, where it brought nothing.
    private var outcome: HTML {
        let text: String? =
            switch details.reachQuestion?.outcome {
            case "found", "not_found", "kept", "partial": "Le fournisseur ne connaît ni téléphone, ni e-mail, ni site."
            case "budget": "Pas cherché\u{202F}: un plafond de dépense est atteint."
            case "away": "Le fournisseur n’a pas répondu. Réessayez plus tard."
            case "perhaps_paid": "La réponse s’est perdue en route."
            default: nil
            }
        return text.map { "<p class=\"muted\">\($0)</p>" } ?? .empty
    }

    private var button: HTML {
        guard details.reach == nil, mayWork("leads.write"), let question = details.reachQuestion, question.isReady
        else {
            return .empty
        }
        return LeadForms.reach(lead.id, question, principal)
    }

    /// Who said what of a year, what other sources say of it, and the form for a figure of one's own.
    var figures: HTML {
        let told = details.told.map { figure -> HTML in
            let origin = [
                figure.by, figure.note.map { "«\u{202F}\($0)\u{202F}»" }, FrenchText.instant(figure.at, in: zone),
            ]
            let form = mayWork("leads.write") ? LeadForms.takeBack(lead.id, figure, principal) : .empty
            return """
                <li>Exercice clos le \(figure.closingDate.frenchShort)\u{202F}: \(FrenchText.amount(figure.amountCents))
                <small class="muted">\(origin.compactMap(\.self).joined(separator: ", "))</small> \(form)</li>
                """
        }
        let list: HTML = told.isEmpty ? .empty : "<h3>Indiqué par vos collègues</h3><ul class=\"plain\">\(told)</ul>"
        let form: HTML =
            mayProspect && mayWork("leads.write")
            ? "<details><summary>Indiquer un chiffre connu</summary>\(LeadForms.turnover(lead.id, principal))</details>"
            : .empty
        return conflicts + list + form
    }

    private var conflicts: HTML {
        let rows = details.conflicts.prefix(5).map { conflict -> HTML in
            let values = conflict.values.map { "\(FrenchText.source($0.source)) \(FrenchText.amount($0.amountCents))" }
            return """
                <li>\(conflict.closingDate.frenchShort)\u{202F}: \(FrenchText.conflict(conflict.what))
                <small class="muted">\(values.joined(separator: " · "))</small></li>
                """
        }
        return rows.isEmpty ? .empty : "<h3>À vérifier</h3><ul class=\"plain\">\(rows)</ul>"
    }
}
