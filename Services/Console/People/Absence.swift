import Contracts
import Foundation

/// A time away, from its first moment to the first moment back.
struct Absence: Equatable, Sendable {
    let id: AbsenceID
    let userID: UserID
    let department: DepartmentID
    let from: Date
    let until: Date
    var cancelledAt: Date?

    /// Longest time away in one go: beyond it somebody mistyped a year.
    static let longest: TimeInterval = 2 * 366 * 86_400

    /// - Throws: ``Refusal`` unless the end follows the beginning within two years.
    static func check(from: Date, until: Date) throws(Refusal) {
        guard from < until else {
            throw Refusal("absence.order", "La fin de l’absence doit suivre son début.", field: "until")
        }
        guard until.timeIntervalSince(from) <= longest else {
            throw Refusal("absence.too_long", "Une absence dure au plus deux ans.", field: "until")
        }
    }

    var declared: AbsenceDeclared {
        AbsenceDeclared(absenceID: id, userID: userID, department: department, from: from, until: until)
    }

    var cancelled: AbsenceCancelled {
        AbsenceCancelled(absenceID: id, userID: userID, department: department)
    }
}
