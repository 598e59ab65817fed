import Contracts
import Foundation
import FrenchBusiness

extension LeadView {
    var score: HTML {
        guard let points = lead.points, !details.lines.isEmpty else {
            let why =
                lead.isWaiting
                ? "Pas de score sans SIREN\u{202F}: le prospect se travaille à la main en attendant."
                : "Le score arrive dès que les faits sur l’entreprise sont connus."
            return "<section><h2>Score</h2><p>\(lead.exclusion ?? why)</p></section>"
        }
        let rows = details.lines.map { line -> HTML in
            let origin = [FrenchText.source(line.source), line.sourceDate?.frenchShort].compactMap(\.self)
            return """
                <tr><td>\(line.text)<br><small class="muted">\(line.input) · \(origin.joined(separator: ", "))</small></td>
                <td class="number">\(signed(line.points))</td></tr>
                """
        }
        return """
            <section><h2>Score <span class="score">\(points)<small>\(lead.band ?? "")</small></span></h2>
            <table class="lines"><tbody>\(rows)</tbody>
            <tfoot><tr><th>Total</th><th class="number">\(points)</th></tr></tfoot></table>
            \(lifts)<p class="muted">Règles\u{202F}: \(rules)</p></section>
            """
    }

    /// The rule set that the score was made by.
    private var rules: HTML {
        let label = lead.ruleSet ?? "—"
        return principal.permissions.allow(RulesPages.permission) ? "<a href=\"/rules\">\(label)</a>" : "\(label)"
    }

    /// « Passerait en A (64 points) si\u{202F}: téléphone professionnel trouvé ».
    private var lifts: HTML {
        let rows = details.lifts.prefix(3).map { lift -> HTML in
            let changes = lift.changes.map(\.french).joined(separator: " et ")
            return "<li>Passerait en <strong>\(lift.band)</strong> (\(lift.points) points) si\u{202F}: \(changes)</li>"
        }
        return rows.isEmpty ? .empty : "<ul class=\"lifts\">\(rows)</ul>"
    }

    private func signed(_ points: Int) -> String { points > 0 ? "+\(points)" : points < 0 ? "−\(-points)" : "0" }

    var owner: HTML {
        let due: HTML =
            lead.dueAt.map {
                "<p>Premier contact attendu avant le \(FrenchText.instant($0, in: zone)).</p>"
            } ?? .empty
        let listed = lead.isWaiting ? lead.listed.owner.map { $0 + " (selon la liste)" } : nil
        let head: HTML = "<p><strong>\(lead.ownerName ?? listed ?? "Personne pour l’instant")</strong></p>\(due)"
        guard let decision = details.decision else { return "<section><h2>Suivi par</h2>\(head)</section>" }
        let candidates = decision.candidates.map { candidate -> HTML in
            let isChosen = candidate.user != nil && candidate.user == decision.chosen
            let mark: HTML = isChosen ? " class=\"chosen\"" : .empty
            let name = candidate.user.flatMap { details.colleagues[$0.uuidString.lowercased()] } ?? "Quelqu’un"
            return "<li\(mark)>\(name)\u{202F}: \(candidate.reason)</li>"
        }
        return """
            <section><h2>Suivi par</h2>\(head)<ul>\(decision.reasons.map { "<li>\($0)</li>" as HTML })</ul>
            <details><summary>Pourquoi cette personne</summary><ul class="plain">\(candidates)</ul></details></section>
            """
    }

    var activities: HTML {
        let rows = details.activities.map { activity -> HTML in
            let step: HTML =
                activity.nextStepOn.map { day in
                    let text = activity.nextStep ?? "Suite"
                    return
                        "<div class=\"step\(activity.isStepDone ? " done" : "")\">→ \(text), le \(day.frenchShort)</div>"
                } ?? .empty
            return """
                <li><strong>\(FrenchText.kind(activity.kind))</strong> \(FrenchText.outcome(activity.outcome))
                <small class="muted">\(FrenchText.instant(activity.at, in: zone)) · \(activity.actor ?? "")</small>
                \(activity.note.map { "<div class=\"note\">\($0)</div>" as HTML } ?? .empty)\(step)</li>
                """
        }
        let form =
            mayWork("activities.write")
            ? LeadForms.call(LeadID(rawValue: lead.id), principal, back: "/leads/\(lead.id.uuidString.lowercased())")
            : .empty
        let list: HTML =
            rows.isEmpty
            ? "<p class=\"muted\">Aucun échange noté.\(form.text.isEmpty ? "" : " Appelez, puis choisissez le résultat ci-dessus.")</p>"
            : "<ul class=\"plain history\">\(rows)</ul>"
        return "<section><h2>\(form.text.isEmpty ? "Échanges" : "Noter un appel")</h2>\(form)\(list)</section>"
    }

    var deals: HTML {
        let mayWrite = principal.permissions.allow("deals.write")
        let rows = details.deals.map { deal -> HTML in
            let stage = stages.first { $0.key == deal.stage }?.label ?? deal.stage
            let close = deal.expectedClose.map { " · signature le " + $0.frenchShort } ?? ""
            let chance: HTML = deal.chance.map { "<div class=\"chance\">\(FrenchText.chance($0))</div>" } ?? .empty
            return """
                <li><strong>\(deal.title)</strong> \(FrenchText.amount(deal.amountCents))
                <span class="tag">\(stage)</span><span class="muted">\(close)</span>\(chance)
                \(mayWrite ? LeadForms.move(deal, stages, principal) : .empty)</li>
                """
        }
        let list: HTML = rows.isEmpty ? "<p class=\"muted\">Aucune affaire.</p>" : "<ul class=\"plain\">\(rows)</ul>"
        let form: HTML =
            mayWork("deals.write")
            ? "<details><summary>Nouvelle affaire</summary>\(LeadForms.newDeal(lead.id, principal))</details>" : .empty
        return "<section id=\"deals\"><h2>Affaires</h2>\(list)\(form)</section>"
    }
}
