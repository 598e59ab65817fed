import Contracts
import Foundation
import FrenchBusiness

extension LeadView {
    /// What the imported list says, apart from the official facts: its turnover is nobody's published one.
    var listed: HTML {
        let list = lead.listed
        let known: [(name: String, value: String?)] = [
            ("Suivi par", list.owner), ("Étape", list.stage), ("Prochaine action", list.nextStep),
            ("Prévue le", list.nextStepOn?.frenchShort),
            ("CA (selon la liste)", list.turnoverCents.map { FrenchText.amount($0) }),
        ]
        let rows = Self.rows(known + list.extra.map { ($0.header, $0.text) })
        guard !rows.isEmpty || lead.note != nil else { return .empty }
        let note: HTML = lead.note.map { "<p class=\"note\">\($0)</p>" } ?? .empty
        return "<section><h2>Selon la liste</h2><dl>\(rows)</dl>\(note)</section>"
    }

    /// What a lead without SIREN asks for, and what became of the one that was given.
    var siren: HTML {
        guard lead.siren == nil else { return .empty }
        if let successor = lead.successor {
            return """
                <p class="notice">Cette entreprise est suivie sur
                <a href="/leads/\(successor.uuidString.lowercased())">une autre fiche</a> de votre service.</p>
                """
        }
        let given: HTML =
            lead.sirenGiven.map { "<p class=\"notice\">SIREN \($0) transmis\u{202F}: rechargez la page.</p>" } ?? .empty
        guard lead.isWaiting, mayWork("leads.write") else { return given }
        let proposed: HTML =
            details.proposed.isEmpty || lead.sirenGiven != nil
            ? .empty : LeadForms.proposed(details.proposed, lead.id, principal)
        return given + proposed + LeadForms.siren(lead.id, principal)
    }

    /// Nothing new is written on a lead that was withdrawn.
    func mayWork(_ permission: String) -> Bool {
        lead.withdrawnAt == nil && principal.permissions.allow(permission)
    }
}
