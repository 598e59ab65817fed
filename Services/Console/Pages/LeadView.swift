import Contracts
import Foundation
import FrenchBusiness

/// *Fiche*: all that is known of a lead, and what can be done with it.
struct LeadView: Sendable {
    let lead: LeadRecord
    let details: LeadDetails
    let stages: [Stage]
    let principal: Principal
    let zone: TimeZone

    var html: HTML {
        """
        <h1>\(lead.name) <small>\(lead.city ?? "")</small></h1>
        <p class="tags">\(tags)</p>
        <div class="columns"><div>\(identity)\(listed)\(turnover)\(reach)\(contacts)</div>
        <div>\(advice)\(score)\(owner)</div><div>\(activities)\(deals)</div></div>
        \(Self.playbooks(details.playbooks))
        """
    }

    private var tags: [HTML] {
        var tags: [HTML] = []
        if lead.withdrawnAt == nil {
            tags.append("<span class=\"tag\">\(FrenchText.state(lead.state))</span> ")
        } else {
            tags.append("<span class=\"tag alert\">Fiche retirée</span> ")
        }
        if let urgency = lead.urgency {
            tags.append("<span class=\"tag\">Urgence\u{202F}: \(FrenchText.urgency(urgency))</span> ")
        }
        if lead.companyState == "ceased" { tags.append("<span class=\"tag alert\">Entreprise cessée</span> ") }
        if let reason = lead.exclusion { tags.append("<span class=\"tag alert\">\(reason)</span>") }
        return tags
    }

    private var identity: HTML {
        let band = lead.workforceBand.flatMap(WorkforceBand.init(rawValue:))?.label
        let form = lead.legalForm.flatMap(LegalForm.init)?.label
        let facts: [(name: String, value: String?)] = [
            ("SIREN", lead.siren), ("SIRET du siège", lead.siret), ("Forme", form), ("NAF", lead.naf),
            ("Effectif", band), ("Créée le", lead.createdOn?.frenchShort),
            ("Adresse", [lead.postcode, lead.city].compactMap(\.self).joined(separator: " ")),
            ("Provenance", FrenchText.source(lead.source)),
        ]
        return """
            <section><h2>Identité</h2><dl>\(Self.rows(facts))</dl>\(TodayPages.call(lead.phone, nil))\(siren)</section>
            """
    }

    /// Names with values; what has none is left out.
    static func rows(_ facts: [(name: String, value: String?)]) -> [HTML] {
        facts.compactMap { fact in
            fact.value.flatMap { $0.isEmpty ? nil : "<dt>\(fact.name)</dt><dd>\($0)</dd>" }
        }
    }

    private var turnover: HTML {
        let status = lead.turnoverStatus.flatMap(TurnoverStatus.init)
        let rows = details.years.map { year -> HTML in
            let state = TurnoverStatus(rawValue: year.status)
            let amount = state?.hasAmount == true ? FrenchText.amount(year.amountCents) : state?.label ?? "—"
            let note =
                (year.kind == "consolidated" ? " (consolidé)" : "")
                + ([0, 12].contains(year.months) ? "" : " (\(year.months)\u{A0}mois)")
            return """
                <tr><td>\(year.closingDate.frenchShort)\(note)</td><td class="number">\(amount)</td>
                <td>\(FrenchText.source(year.source))</td></tr>
                """
        }
        let isTold = details.years.first { $0.amountCents != nil }?.source == "person"
        guard !rows.isEmpty else {
            let text = status?.label ?? (lead.isWaiting ? "Inconnu sans SIREN" : "En recherche")
            return "<section><h2>Chiffre d’affaires</h2><p>\(text)</p>\(figures)</section>"
        }
        return """
            <section><h2>Chiffre d’affaires</h2><p>\(isTold ? "CA indiqué par un collègue" : status?.label ?? "")</p><table>
            <thead><tr><th>Exercice clos le</th><th class="number">CA</th><th>Source</th></tr></thead>
            <tbody>\(rows)</tbody></table>\(figures)</section>
            """
    }

    private var contacts: HTML {
        let rows = details.contacts.map { contact -> HTML in
            let mail: HTML = contact.email.map { "<a href=\"mailto:\($0)\">\($0)</a>" } ?? .empty
            let opposed: HTML = contact.isOpposed ? "<span class=\"tag alert\">Opposé à la prospection</span>" : .empty
            let until: HTML =
                contact.keepUntil.map { "<small class=\"muted\">conservé jusqu’au \($0.frenchShort)</small>" } ?? .empty
            let phone: HTML = contact.phone.map { "<span>\(FrenchText.phone($0))</span>" } ?? .empty
            return """
                <li><strong>\(contact.name ?? "Contact")</strong> <span class="muted">\(contact.function ?? "")</span>
                \(opposed) \(phone) \(mail) \(until)</li>
                """
        }
        let list: HTML =
            rows.isEmpty ? "<p class=\"muted\">Aucun contact connu.</p>" : "<ul class=\"plain\">\(rows)</ul>"
        return "<section><h2>Contacts</h2>\(list)</section>"
    }
}
