import Contracts

/// An event that says who has a lead, or that nobody has.
protocol OwnershipEvent: Event {
    /// Stable name of the handler of this event.
    static var handlerName: String { get }
    /// owned, pooled or unassignable
    static var state: String { get }
}

extension LeadAssigned: OwnershipEvent {
    static var handlerName: String { "pipeline-monitor.follow-assigned" }
    static var state: String { "owned" }
}

extension LeadReassigned: OwnershipEvent {
    static var handlerName: String { "pipeline-monitor.follow-reassigned" }
    static var state: String { "owned" }
}

extension LeadPooled: OwnershipEvent {
    static var handlerName: String { "pipeline-monitor.follow-pooled" }
    static var state: String { "pooled" }
}

extension LeadUnassignable: OwnershipEvent {
    static var handlerName: String { "pipeline-monitor.follow-unassignable" }
    static var state: String { "unassignable" }
}

/// All that this service reads of such an event: whatever else it says may change without harm here.
struct LeadGlimpse<Full: OwnershipEvent>: LeadStanding {
    static var type: String { Full.type }
    static var handlerName: String { Full.handlerName }

    let leadID: LeadID
    let department: DepartmentID
    let version: Int64

    var subject: String { "lead/\(leadID)" }
    var change: LeadChange {
        LeadChange(lead: leadID, department: department, state: Full.state, stateVersion: version)
    }
}

/// All that this service reads of ``LeadRegistered``.
struct RegisteredGlimpse: LeadStanding {
    static let type = LeadRegistered.type
    static let handlerName = "pipeline-monitor.follow-registered"

    let leadID: LeadID
    let department: DepartmentID

    var subject: String { "lead/\(leadID)" }
    var change: LeadChange { LeadChange(lead: leadID, department: department, registered: true) }
}

/// All that this service reads of ``LeadScored``: no points and no reasons.
struct ScoredGlimpse: LeadStanding {
    static let type = LeadScored.type
    static let handlerName = "pipeline-monitor.follow-scored"

    struct Bar: Codable, Equatable { let code: String }

    let leadID: LeadID
    let department: DepartmentID
    let exclusion: Bar?
    let version: Int64

    var subject: String { "lead/\(leadID)" }
    var change: LeadChange {
        LeadChange(lead: leadID, department: department, scoreVersion: version, barred: exclusion != nil)
    }
}
