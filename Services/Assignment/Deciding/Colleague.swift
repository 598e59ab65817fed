import Contracts
import Foundation

/// A colleague as a decision sees them: no name and no address, so that recorded inputs hold none.
struct Colleague: Codable, Sendable, Equatable {
    var id: UserID
    var role: String
    var active: Bool
    /// new leads a working day
    var capacity: Int
    /// codes of départements; empty: everywhere
    var zones: [String]
    /// NAF section letters; empty: all
    var skills: [String]
    /// away now, until then
    var absentUntil: Date?
    var assignedToday: Int
    var lastAssignedAt: Date?
}
