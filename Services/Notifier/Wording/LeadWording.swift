import Contracts
import Foundation
import FrenchBusiness

/// What colleagues are told about a lead.
struct LeadWording: Sendable {
    let moments: MomentWords

    /// A new lead, or one taken over from somebody else.
    func assigned(
        _ card: LeadCard,
        lead: LeadID,
        reasons: [String],
        dueAt: Date,
        isTakenOver: Bool,
        in language: Language
    ) -> Notice {
        let name = self.name(of: card, in: language)
        let priority = self.priority(card.urgency, in: language)
        let due = moments.moment(dueAt, in: language)
        let title =
            isTakenOver
            ? language("Prospect repris", "Lead taken over") : language("Nouveau prospect", "New lead")
        let facts =
            self.facts(of: card, in: language) + [.init(label: language("À contacter avant le", "Call by"), value: due)]
        let turnover = TurnoverWords.phrase(card.turnover, in: language)
        return Notice(
            subject: "\(title)\(language.colon)\(name) — \(priority)",
            intro: language(
                "Un prospect vous est confié\u{202F}: \(name), \(priority).",
                "\(name) is yours, \(priority)."
            ),
            facts: facts,
            heading: language("Pourquoi", "Why"),
            items: why(card, reasons),
            link: link(lead, in: language),
            line: "\(name) — \(priority) — \(turnover) — \(language("avant le", "by")) \(due)"
        )
    }

    /// A lead that went to somebody else.
    func taken(_ card: LeadCard, lead: LeadID, reasons: [String], in language: Language) -> Notice {
        let name = self.name(of: card, in: language)
        let subject = language("Prospect réattribué", "Lead reassigned") + language.colon + name
        return Notice(
            subject: subject,
            intro: language(
                "Quelqu’un d’autre suit désormais \(name)\u{202F}; il ne vous reste rien à faire.",
                "\(name) is now followed by somebody else; nothing is left for you to do."
            ),
            facts: facts(of: card, in: language),
            heading: language("Pourquoi", "Why"),
            items: why(nil, reasons),
            line: subject
        )
    }

    /// A lead that nobody may take.
    func unassignable(_ card: LeadCard, lead: LeadID, reasons: [String], in language: Language) -> Notice {
        let name = self.name(of: card, in: language)
        let subject = language("Prospect sans responsable possible", "Nobody can take a lead") + language.colon + name
        return Notice(
            subject: subject,
            intro: language(
                "Personne dans le service ne peut prendre \(name). À vous de trancher.",
                "Nobody in the department can take \(name). Please decide."
            ),
            facts: facts(of: card, in: language),
            heading: language("Pourquoi", "Why"),
            items: why(nil, reasons),
            link: link(lead, in: language),
            line: subject
        )
    }

    private func name(of card: LeadCard, in language: Language) -> String {
        let name = PlainText.line(card.companyName ?? "", limit: 120)
        guard name.isEmpty else { return name }
        return card.siren.map { "SIREN \($0.display)" } ?? language("Entreprise à identifier", "Unidentified company")
    }

    private func priority(_ urgency: String, in language: Language) -> String {
        switch urgency {
        case "critical": language("urgence critique", "critical urgency")
        case "high": language("priorité haute", "high priority")
        case "low": language("priorité basse", "low priority")
        default: language("priorité normale", "normal priority")
        }
    }

    private func facts(of card: LeadCard, in language: Language) -> [Notice.Fact] {
        var facts: [Notice.Fact] = []
        if let siren = card.siren { facts.append(.init(label: "SIREN", value: siren.display)) }
        if let departement = card.departement.flatMap({ Departement($0) }) {
            facts.append(.init(label: "Département", value: "\(departement.name) (\(departement.code))"))
        }
        let turnover = TurnoverWords.value(card.turnover, in: language)
        facts.append(.init(label: language("CA", "Turnover"), value: turnover))
        facts.append(.init(label: language("Score", "Score"), value: "\(card.points) points"))
        return facts
    }

    /// The best reasons of the score, then those of the hand-out.
    private func why(_ card: LeadCard?, _ reasons: [String]) -> [Notice.Item] {
        ((card?.topReasons.prefix(5) ?? []) + reasons.prefix(5)).map { .init(text: PlainText.line($0, limit: 300)) }
    }

    private func link(_ lead: LeadID, in language: Language) -> Notice.Item {
        .init(text: language("Ouvrir la fiche", "Open the lead"), path: "leads/\(lead)")
    }
}
