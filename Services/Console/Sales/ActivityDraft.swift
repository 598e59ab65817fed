import Contracts
import Foundation
import FrenchBusiness

/// What somebody says happened with a lead.
struct ActivityDraft: Sendable {
    static let kinds = ["call", "email", "meeting", "note"]

    /// chosen by whoever sends it, so that sending twice is sending once
    var id: ActivityID
    var kind: String
    var outcome: String?
    var inbound: Bool
    var at: Date
    var note: String?
    var nextStep: String?
    var nextStepOn: CivilDate?
    var dealID: DealID?
    /// script or template that was followed
    var playbook: String?

    /// A playbook's name with single spaces; nil: none.
    static func named(_ text: String?) -> String? {
        let name = (text ?? "").split(whereSeparator: \.isWhitespace).joined(separator: " ")
        return name.isEmpty ? nil : name
    }

    /// - Throws: ``Refusal`` where something is missing, unknown or too long.
    func check(now: Date) throws(Refusal) {
        guard Self.kinds.contains(kind) else {
            throw Refusal("activity.kind_unknown", "Ce type d’activité n’existe pas.", field: "kind")
        }
        guard outcome.map({ key in FrenchText.outcomes.contains { $0.key == key } }) ?? (kind != "call") else {
            throw Refusal("activity.outcome_missing", "Choisissez le résultat de l’appel.", field: "outcome")
        }
        guard (note?.count ?? 0) <= 20_000 else {
            throw Refusal("activity.note_length", "La note dépasse 20\u{202F}000 caractères.", field: "note")
        }
        guard (nextStep?.count ?? 0) <= 2000 else {
            throw Refusal("activity.step_length", "La suite dépasse 2\u{202F}000 caractères.", field: "next_step")
        }
        guard nextStep == nil || nextStepOn != nil else {
            throw Refusal("activity.step_day", "Indiquez le jour de la suite prévue.", field: "next_step_on")
        }
        guard (playbook?.count ?? 0) <= 80 else {
            throw Refusal("activity.playbook_length", "Le nom du script dépasse 80 caractères.", field: "playbook")
        }
        guard at <= now.addingTimeInterval(300), at > now.addingTimeInterval(-366 * 86_400) else {
            throw Refusal("activity.time_range", "Une activité date d’un an au plus, et pas de l’avenir.", field: "at")
        }
    }
}
