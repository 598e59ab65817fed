import Foundation
import FrenchBusiness

/// Words and numbers as French pages write them.
enum FrenchText {
    /// « +12,5 % ».
    static func percent(basisPoints: Int) -> String {
        let tenths = (basisPoints.magnitude + 5) / 10
        let sign = tenths == 0 ? "" : basisPoints < 0 ? "−" : "+"
        let decimal = tenths % 10 == 0 ? "" : ",\(tenths % 10)"
        return "\(sign)\(tenths / 10)\(decimal)\u{202F}%"
    }

    static func days(_ count: Int) -> String { count == 1 ? "1\u{A0}jour" : "\(count)\u{A0}jours" }

    /// « 45 min », « 3 h 05 », « 2 jours ».
    static func span(minutes: Int) -> String {
        if minutes < 60 { return "\(minutes)\u{A0}min" }
        if minutes < 48 * 60 {
            let rest = minutes % 60
            return "\(minutes / 60)\u{A0}h" + (rest == 0 ? "" : "\u{A0}" + (rest < 10 ? "0" : "") + "\(rest)")
        }
        return days(minutes / 1440)
    }

    /// « 23/11/2026 à 09:05 ».
    static func instant(_ date: Date, in zone: TimeZone) -> String {
        let day = CivilDate(date, in: zone)
        let minutes = Int(date.timeIntervalSince(day.instant(in: zone)) / 60)
        let (hour, minute) = (minutes / 60 % 24, minutes % 60)
        return day.frenchShort + " à " + (hour < 10 ? "0" : "") + "\(hour):" + (minute < 10 ? "0" : "") + "\(minute)"
    }

    static let outcomes: [(key: String, label: String)] = [
        ("reached", "Joint"), ("voicemail", "Répondeur"), ("no_answer", "Pas de réponse"), ("callback", "À rappeler"),
        ("not_interested", "Pas intéressé"), ("wrong_number", "Faux numéro"),
    ]

    static func outcome(_ key: String?) -> String { outcomes.first { $0.key == key }?.label ?? "" }

    static func kind(_ key: String) -> String {
        switch key {
        case "call": "Appel"
        case "email": "E-mail"
        case "meeting": "Rendez-vous"
        default: "Note"
        }
    }

    static func urgency(_ key: String?) -> String {
        switch key {
        case "critical": "Critique"
        case "high": "Haute"
        case "normal": "Normale"
        case "low": "Basse"
        default: "—"
        }
    }

    static func state(_ key: String?) -> String {
        switch key {
        case "owned": "Attribué"
        case "pooled": "Au vivier"
        case "excluded": "Exclu"
        case "unassignable": "Sans destinataire"
        case "to_identify": "À identifier"
        default: "En préparation"
        }
    }

    static func role(_ key: String) -> String {
        switch key {
        case "sales": "Commercial"
        case "manager": "Responsable"
        case "finance": "Finance"
        case "hr": "Ressources humaines"
        case "admin": "Administration"
        default: key
        }
    }

    /// What is doubtful of a figure.
    static func conflict(_ key: String) -> String {
        switch key {
        case "differs": "les sources diffèrent"
        case "unit_suspect": "l’unité est douteuse"
        case "jump": "saut par rapport à l’exercice d’avant"
        case "restated": "corrigé dans les comptes suivants"
        default: key
        }
    }

    static func source(_ key: String?) -> String {
        switch key {
        case "recherche_entreprises": "Recherche d’entreprises"
        case "ratios_inpi_bce": "Ratios INPI / BCE"
        case "sirene": "Sirene (INSEE)"
        case "bodacc": "BODACC"
        case "inpi": "INPI"
        case "pappers": "Pappers"
        case "societe_com", "societe_com_pages": "Societe.com"
        case "opencorporates": "OpenCorporates"
        case "import": "Import"
        case "person": "Un collègue"
        case .some(let other): other
        case nil: "—"
        }
    }
}

extension FrenchText {
    /// « 01 23 45 67 89 » for a French number, else as it is.
    static func phone(_ text: String) -> String { PhoneNumber(text)?.display ?? text }

    /// « 12 500 € », or a dash.
    static func amount(_ cents: Int64?) -> String { cents.map { Money(cents: $0).formattedEuros } ?? "—" }
}
