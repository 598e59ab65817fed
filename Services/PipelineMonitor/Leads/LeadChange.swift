import Contracts

/// What one event says of where a lead stands; versions make the order of events indifferent.
struct LeadChange: Sendable, Equatable {
    var lead: LeadID
    var department: DepartmentID
    var registered = false
    /// 0: the event says nothing of the score
    var scoreVersion: Int64 = 0
    var barred = false
    /// owned, pooled or unassignable
    var state: String?
    var stateVersion: Int64 = 0

    mutating func merge(_ other: LeadChange) {
        registered = registered || other.registered
        if other.scoreVersion > scoreVersion { (scoreVersion, barred) = (other.scoreVersion, other.barred) }
        if other.stateVersion > stateVersion { (stateVersion, state) = (other.stateVersion, other.state) }
    }
}

/// What is read of an event about where a lead stands.
protocol LeadStanding: Event {
    /// Stable name of the handler of this event.
    static var handlerName: String { get }
    var change: LeadChange { get }
}
