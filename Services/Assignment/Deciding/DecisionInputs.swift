import Contracts
import Foundation
import FrenchBusiness

/// The lead as a decision sees it.
struct LeadBrief: Codable, Sendable, Equatable {
    var leadID: LeadID
    var department: DepartmentID
    var urgency: Urgency
    /// official code
    var departement: String?
    /// NAF section letter
    var section: String?
    /// nil where the list names nobody
    var listedOwner: ListedOwner?
}

/// All that a hand-out is decided on; recorded, so that the same decision can be made again.
struct DecisionInputs: Codable, Sendable, Equatable {
    var lead: LeadBrief
    /// of the lead's department, by id
    var colleagues: [Colleague]
    var criticalOverflowPercent: Int
    /// in which a day ends, an IANA name; nil: Europe/Paris
    var zone: String?

    var timeZone: TimeZone { zone.flatMap { TimeZone(identifier: $0) } ?? .paris }
}
