import Contracts
import Foundation
import FrenchBusiness

/// What scoring advises to do next with a lead.
struct LeadAdvice: Codable, Sendable {
    /// call, email, find_number, wait, drop
    let action: String
    let reason: String
    let until: CivilDate?
    let french: String
    let english: String
    /// best, no_difference, not_enough; nil: no call is advised
    let hourVerdict: String?
    /// 1 is Monday; nil: every working day
    let weekday: Int?
    let fromHour: Int?
    let toHour: Int?
    let tried: Int?
    let reached: Int?
    let lowBasisPoints: Int?
    let highBasisPoints: Int?
    let allTried: Int?
    let allReached: Int?
    /// better, no_difference, not_enough; nil: nothing is to be said or written
    let playbookVerdict: String?
    let playbook: String?
    let playbookContacts: Int?
    let otherContacts: Int?
    let upliftBasisPoints: Int?
    let upliftLowBasisPoints: Int?
    let upliftHighBasisPoints: Int?
}

extension LeadAdvice {
    /// « Appeler, mardi 10 h–12 h », « Attendre jusqu’au 02/12/2026 ».
    var headline: String {
        switch action {
        case "call": "Appeler" + (stretch.map { ", " + $0 } ?? "")
        case "email": "Écrire un e-mail"
        case "find_number": "Chercher un numéro"
        case "wait": until.map { "Attendre jusqu’au " + $0.frenchShort } ?? "Attendre"
        case "drop": "Laisser"
        default: action
        }
    }

    /// « mardi 10 h–12 h »; nil where no hour is clearly better.
    private var stretch: String? {
        guard hourVerdict == "best", let fromHour, let toHour else { return nil }
        let day = weekday.flatMap { (1...7).contains($0) ? Weekday.allCases[$0 - 1].frenchName + " " : nil } ?? ""
        return "\(day)\(fromHour)\u{A0}h–\(toHour)\u{A0}h"
    }

    /// What the hour rests on; nil: no call is advised.
    var hours: String? {
        switch hourVerdict {
        case "best":
            guard let tried, let reached, let lowBasisPoints, let highBasisPoints else { return nil }
            return "À cette heure\u{202F}: joint \(reached) fois sur \(tried), soit \(lowBasisPoints / 100) à "
                + "\(highBasisPoints / 100)\u{202F}% (4 chances sur 5)."
        case "no_difference":
            return "Aucune heure n’est nettement meilleure (joint \(allReached ?? 0) fois sur \(allTried ?? 0))."
        case "not_enough": return "Meilleure heure\u{202F}: pas assez de données (\(allTried ?? 0) appels)."
        default: return nil
        }
    }

    /// Which script or template, and what that rests on.
    var script: String? {
        switch playbookVerdict {
        case "better":
            guard let playbook, let upliftBasisPoints, let upliftLowBasisPoints, let upliftHighBasisPoints else {
                return nil
            }
            let points = [upliftBasisPoints, upliftLowBasisPoints, upliftHighBasisPoints].map(Self.points)
            return "Script conseillé\u{202F}: « \(playbook) », \(points[0]) points de suites favorables "
                + "(de \(points[1]) à \(points[2])), \(playbookContacts ?? 0) contacts contre \(otherContacts ?? 0)."
        case "no_difference": return "Script\u{202F}: aucun n’a fait nettement mieux que les autres."
        case "not_enough": return "Script\u{202F}: pas assez de données."
        default: return nil
        }
    }

    /// « +12,3 ».
    private static func points(_ basisPoints: Int) -> String {
        let tenths = (basisPoints.magnitude + 5) / 10
        let sign = tenths == 0 ? "" : basisPoints < 0 ? "−" : "+"
        return sign + "\(tenths / 10)" + (tenths % 10 == 0 ? "" : ",\(tenths % 10)")
    }
}
