import Contracts
import FrenchBusiness
import Messaging
import Postgres

/// Gives a waiting company the SIREN that a person chose, or notes that none of the candidates is right.
///
/// Writes `identifications`, `companies`, `leads`, `contacts`; announces ``CompanyUpdated`` or ``CompanyMerged``,
/// ``LeadRegistered``, and ``RequestDone`` or ``RequestRefused``.
struct ChooseIdentification: MessageHandler {
    static let name = "ingest.choose-identification"

    func handle(
        _ delivery: Delivery<IdentificationChoiceRequested>,
        in tx: isolated PostgresSession
    ) throws -> Outcome {
        let choice = delivery.message
        guard (1...100).contains(choice.actor.unicodeScalars.count) else {
            return Self.refused("identification.actor", "L’auteur du choix n’est pas nommé.")
        }
        guard let siren = choice.siren else {
            guard try IdentificationStore.decline(choice, in: tx) else { return Self.refused(Self.notWaiting) }
            return Self.done("Aucune des propositions retenue\u{202F}: l’entreprise reste à identifier.")
        }
        switch try Attaching.attach(siren, to: choice.companyID, version: nil, at: choice.at, in: tx) {
        case .taken(let events):
            try IdentificationStore.choose(choice, in: tx)
            return Self.done("SIREN \(siren.text) attribué.", events)
        case .merged(let events):
            try IdentificationStore.choose(choice, in: tx)
            return Self.done("SIREN \(siren.text) déjà connu\u{202F}: les deux fiches sont réunies.", events)
        case .known:
            return Self.refused(
                "identification.known",
                "Un service travaille déjà une fiche de ce SIREN\u{202F}: choisissez-le depuis la fiche du prospect."
            )
        case .opposed:
            return Self.refused("identification.opposed", "Cette entreprise s’est opposée à la prospection.")
        case .moved: return Self.refused(Self.notWaiting)
        }
    }

    private static let notWaiting = (
        "identification.not_waiting", "Cette entreprise n’attend pas d’identification."
    )

    private static func done(_ text: String, _ events: [any Event] = []) -> Outcome {
        .done(events + [RequestDone(request: IdentificationChoiceRequested.type, text: text)])
    }

    private static func refused(_ code: String, _ text: String) -> Outcome {
        .done([RequestRefused(request: IdentificationChoiceRequested.type, code: code, text: text)])
    }

    private static func refused(_ reason: (code: String, text: String)) -> Outcome {
        refused(reason.code, reason.text)
    }
}
