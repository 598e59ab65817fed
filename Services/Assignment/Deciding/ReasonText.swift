import Foundation
import FrenchBusiness

/// Reasons of a decision, in French. U+202F stands before a colon.
enum ReasonText {
    static let ownerKept = "Propriétaire indiqué par la liste\u{202F}: conservé"
    static let notTheOwner = "non retenu\u{202F}: le propriétaire de la liste est conservé"
    static let merged = "Propriétaire de la fiche fusionnée\u{202F}: conservé"
    static let pooled = "Personne n’a de place aujourd’hui\u{202F}: le lead attend au vivier"

    static func held(_ days: Int) -> String {
        "Statut lu au registre il y a plus de \(days) jours\u{202F}: le lead attend une nouvelle lecture"
    }

    static func unread(since day: CivilDate) -> String {
        "Aucun registre ne répond depuis le \(dayAndMonth(day))\u{202F}: statut non relu, lead remis à personne"
    }

    static func taken(_ standing: Standing) -> String {
        "retenu\u{202F}: \(load(standing.colleague)) aujourd’hui" + (standing.ownsSector ? ", secteur attitré" : "")
    }

    static func left(_ standing: Standing, for best: Standing) -> String {
        if let obstacle = standing.obstacle { return leftOut(obstacle) }
        if best.ownsSector, !standing.ownsSector { return "non retenu\u{202F}: un collègue a ce secteur attitré" }
        if best.knowsTrade, !standing.knowsTrade { return "non retenu\u{202F}: un collègue suit cette activité" }
        if standing.loadShare(beside: best) > best.loadShare(beside: standing) {
            return "non retenu\u{202F}: charge plus élevée (\(load(standing.colleague)))"
        }
        return "non retenu\u{202F}: à charge égale, a reçu un lead plus récemment ou suit dans l’ordre"
    }

    static func leftOut(_ obstacle: Obstacle) -> String {
        let why =
            switch obstacle {
            case .inactive: "compte inactif"
            case .role: "ne prospecte pas dans ce service"
            case .takesNone: "ne prend pas de leads"
            case .sector(let code): "hors secteur (\(code))"
            case .absent(let lastDay): "absent jusqu’au \(dayAndMonth(lastDay))"
            case .full(let assigned, let capacity): "\(assigned)/\(capacity) leads aujourd’hui"
            }
        return "écarté\u{202F}: " + why
    }

    static func assigned(_ best: Standing, among count: Int, _ lead: LeadBrief) -> [String] {
        var reasons: [String] = []
        if best.ownsSector, let code = lead.departement {
            reasons.append("Secteur attitré\u{202F}: département \(code)")
        }
        reasons.append(
            count == 1
                ? "Seul disponible\u{202F}: \(load(best.colleague)) aujourd’hui"
                : "Charge la plus légère des \(count) disponibles\u{202F}: \(load(best.colleague)) aujourd’hui"
        )
        if let section = lead.section, best.colleague.skills.contains(section) {
            reasons.append("Suit la section \(section)")
        }
        if best.colleague.assignedToday >= best.colleague.capacity {
            reasons.append("Urgence critique\u{202F}: la capacité du jour peut être dépassée")
        }
        return reasons
    }

    static func unassignable(_ standings: [Standing], _ lead: LeadBrief) -> String {
        if standings.contains(where: { if case .sector = $0.obstacle { true } else { false } }),
            let code = lead.departement
        {
            return "Aucun commercial ne couvre le département \(code)"
        }
        return "Aucun commercial actif dans ce service"
    }

    /// Why the list's owner was not kept.
    static func listed(_ lead: LeadBrief) -> [String] {
        switch lead.listedOwner {
        case .unknown: ["Propriétaire indiqué par la liste\u{202F}: inconnu dans ce service"]
        case .ambiguous: ["Propriétaire indiqué par la liste\u{202F}: plusieurs collègues portent ce nom"]
        case .found, nil: []
        }
    }

    private static func load(_ colleague: Colleague) -> String {
        "\(colleague.assignedToday)/\(colleague.capacity) leads"
    }

    private static func dayAndMonth(_ date: CivilDate) -> String {
        let (_, month, day) = date.fields
        return "\(day < 10 ? "0" : "")\(day)/\(month < 10 ? "0" : "")\(month)"
    }
}
