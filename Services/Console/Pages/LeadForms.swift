import Contracts
import Foundation
import FrenchBusiness

/// The forms of *Fiche* and *Aujourd'hui*. Each carries an identity made for it, so that a form sent twice counts once.
enum LeadForms {
    /// A button for each outcome: one click records the call. The disabled one comes first so that Enter in a field
    /// records nothing: it would press the first button.
    static func call(_ lead: LeadID, _ principal: Principal, back: String) -> HTML {
        let buttons = FrenchText.outcomes.map { outcome -> HTML in
            "<button name=\"outcome\" value=\"\(outcome.key)\">\(outcome.label)</button>"
        }
        return """
            <form class="call" method="post" action="/leads/\(lead.description)/activities">\(Layout.token(principal))
            <input type="hidden" name="id" value="\(ActivityID().description)">
            <input type="hidden" name="kind" value="call"><input type="hidden" name="back" value="\(back)">
            <button disabled hidden></button>
            <label>Note <textarea name="note" rows="2" maxlength="20000"></textarea></label>
            <div class="pair"><label>Suite <input name="next_step" maxlength="2000" placeholder="Envoyer l’offre"></label>
            <label>Le <input type="date" name="next_step_on"></label></div>
            <label>Script suivi <input name="playbook" maxlength="80" list="playbooks" placeholder="Facture électronique"></label>
            <fieldset class="outcomes"><legend>Résultat</legend>\(buttons)</fieldset></form>
            """
    }

    static func siren(_ lead: UUID, _ principal: Principal) -> HTML {
        """
        <form method="post" action="/leads/\(lead.uuidString.lowercased())/siren">\(Layout.token(principal))
        <label>SIREN <input name="siren" required maxlength="30" inputmode="numeric" autocomplete="off"
        placeholder="732 829 320"></label>
        <button>Identifier l’entreprise</button></form>
        """
    }

    /// What the registers propose: one button a company, and one for none of them.
    static func proposed(_ candidates: [LeadDetails.Proposed], _ lead: UUID, _ principal: Principal) -> HTML {
        let path = "/leads/\(lead.uuidString.lowercased())"
        let rows = candidates.map { candidate -> HTML in
            let place = [candidate.postcode, candidate.city].compactMap(\.self).joined(separator: " ")
            let reasons = candidate.reasons.map(\.text).joined(separator: ", ")
            return """
                <li><form method="post" action="\(path)/siren">\(Layout.token(principal))
                <input type="hidden" name="siren" value="\(candidate.siren)">
                <button>\(candidate.name)</button> \(place) <small class="muted">\(candidate.siren), \(reasons)</small>
                </form></li>
                """
        }
        return """
            <h3>Est-ce l’une de ces entreprises\u{202F}?</h3><ul class="plain">\(rows)</ul>
            <form method="post" action="\(path)/no-candidate">\(Layout.token(principal))
            <button class="quiet">Aucune de celles-ci</button></form>
            """
    }

    /// One button, with what it costs.
    static func reach(_ lead: UUID, _ question: LeadDetails.ReachQuestion, _ principal: Principal) -> HTML {
        let price = Money(cents: question.priceCents).formatted
        let ceiling = Money(cents: question.perCompanyCents).formatted
        return """
            <form method="post" action="/leads/\(lead.uuidString.lowercased())/reach">\(Layout.token(principal))
            <button title="Find phone and e-mail (\(price))">Chercher téléphone et e-mail (\(price))</button>
            <small class="muted">\(FrenchText.source(question.provider)), \(price) au plus. Déjà dépensé pour cette entreprise
            en un an\u{202F}: \(Money(cents: question.spentCents).formatted) sur \(ceiling).</small></form>
            """
    }

    static func turnover(_ lead: UUID, _ principal: Principal) -> HTML {
        """
        <form method="post" action="/leads/\(lead.uuidString.lowercased())/turnover">\(Layout.token(principal))
        <div class="pair"><label>Exercice clos le <input type="date" name="closing_date" required></label>
        <label>CA <input name="amount" required inputmode="decimal" placeholder="250 k€"></label></div>
        <div class="pair"><label>Durée (mois) <input name="months" inputmode="numeric" value="12" maxlength="2"></label>
        <label>D’où le savez-vous\u{202F}? <input name="source" required maxlength="300"
        placeholder="Rendez-vous, site de l’entreprise"></label></div>
        <p class="muted">Ne nommez personne. Votre chiffre passe avant les comptes publiés, qui restent visibles.</p>
        <button title="Keep this turnover">Enregistrer le chiffre</button></form>
        """
    }

    static func takeBack(_ lead: UUID, _ figure: LeadDetails.Told, _ principal: Principal) -> HTML {
        """
        <form method="post" action="/leads/\(lead.uuidString.lowercased())/turnover">\(Layout.token(principal))
        <input type="hidden" name="closing_date" value="\(figure.closingDate.text)"><input type="hidden" name="remove" value="1">
        <button class="quiet" title="Take this figure back">Retirer</button></form>
        """
    }

    static func newDeal(_ lead: UUID, _ principal: Principal) -> HTML {
        """
        <form method="post" action="/leads/\(lead.uuidString.lowercased())/deals">\(Layout.token(principal))
        <input type="hidden" name="id" value="\(DealID().description)">
        <label>Nom de l’affaire <input name="title" required maxlength="300"></label>
        <div class="pair"><label>Montant <input name="amount" inputmode="decimal" placeholder="12 500 €"></label>
        <label>Signature prévue le <input type="date" name="expected_close"></label></div>
        <button class="primary">Créer l’affaire</button></form>
        """
    }

    static func move(_ deal: LeadDetails.Deal, _ stages: [Stage], _ principal: Principal) -> HTML {
        let options = stages.map { stage -> HTML in
            let mark: HTML = stage.key == deal.stage ? " selected" : .empty
            return "<option value=\"\(stage.key)\"\(mark)>\(stage.label)</option>"
        }
        let amount = deal.amountCents.map { Money(cents: $0).formattedEuros } ?? ""
        return """
            <form class="move" method="post" action="/deals/\(deal.id.uuidString.lowercased())">\(Layout.token(principal))
            <input type="hidden" name="version" value="\(deal.version)">
            <label>Étape <select name="stage">\(options)</select></label>
            <label>Montant <input name="amount" inputmode="decimal" value="\(amount)"></label>
            <label>Motif si perdue <input name="lost_reason" maxlength="500" value="\(deal.lostReason ?? "")"></label>
            <button>Déplacer</button></form>
            """
    }
}
