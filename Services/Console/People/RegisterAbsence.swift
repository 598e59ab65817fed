import Contracts
import Foundation
import Messaging
import Postgres

/// Records or takes back an absence. Writes `people.absences`; announces ``AbsenceDeclared``, ``AbsenceCancelled`` or
/// ``RequestRefused``.
struct RegisterAbsence: MessageHandler {
    static let name = "console.register-absence"

    func handle(_ delivery: Delivery<AbsenceRequested>, in tx: isolated PostgresSession) throws -> Outcome {
        let wish = delivery.message
        let at = delivery.envelope.occurredAt
        do {
            if let id = wish.cancels {
                return .done(try AbsenceBook.cancel(id, by: wish.actor, at: at, in: tx))
            }
            let (_, events) = try AbsenceBook.declare(
                wish.userID,
                from: wish.from,
                until: wish.until,
                by: wish.actor,
                at: at,
                in: tx
            )
            return .done(events)
        } catch let refusal as Refusal {
            return .done([RequestRefused(AbsenceRequested.self, refusal)])
        }
    }
}

/// The rules by which absences are recorded, the same for requests from the bus and the API.
enum AbsenceBook {
    static let unknown = Refusal("absence.unknown", "Cette absence n’existe pas.")

    /// Asking again for the same time answers with the absence that stands.
    static func declare(
        _ user: UserID,
        from: Date,
        until: Date,
        by actor: String,
        at: Date,
        in tx: isolated PostgresSession
    ) throws -> (absence: Absence, events: [any Event]) {
        try Absence.check(from: from, until: until)
        guard let colleague = try UserStore.find(user, in: tx) else {
            throw Refusal("absence.user_unknown", "Cette personne n’existe pas.", field: "user_id")
        }
        if let standing = try AbsenceStore.find(of: user, from: from, until: until, in: tx) {
            return (standing, [standing.declared])
        }
        let absence = Absence(
            id: AbsenceID(),
            userID: user,
            department: colleague.draft.department,
            from: from,
            until: until
        )
        try AbsenceStore.insert(absence, by: actor, in: tx)
        let audit = Audit.entry(
            actor,
            "absence.declared",
            "user/\(user)",
            absence.department,
            "absence/\(absence.id)",
            at
        )
        return (absence, [absence.declared, audit])
    }

    static func cancel(
        _ id: AbsenceID,
        by actor: String,
        at: Date,
        in tx: isolated PostgresSession
    ) throws -> [any Event] {
        guard let absence = try AbsenceStore.find(id, in: tx) else { throw unknown }
        guard absence.cancelledAt == nil else { return [absence.cancelled] }
        try AbsenceStore.cancel(id, at: at, in: tx)
        let audit = Audit.entry(
            actor,
            "absence.cancelled",
            "user/\(absence.userID)",
            absence.department,
            "absence/\(id)",
            at
        )
        return [absence.cancelled, audit]
    }
}
