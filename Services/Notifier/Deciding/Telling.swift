import Contracts
import Foundation

/// Whom an event concerns.
enum Audience: Sendable, Equatable {
    case colleague(UserID)
    /// The department's managers; administrators where it has none.
    case managers
}

/// The decision to tell somebody something: what makes it one and the same, and how it is said.
struct Telling: Sendable {
    let kind: String
    let audience: Audience
    let department: DepartmentID
    /// What makes it one effect together with kind, recipient and channel; never a message id.
    let occasion: String
    var lead: LeadID?
    var company: CompanyID?
    /// Version of the assignment: an older one is not told once a newer one is there.
    var leadVersion: Int64?
    /// Why nobody is told after all; recorded, so that the silence has a reason.
    var silence: Silence?
    let notice: @Sendable (Language) -> Notice
}

/// Why a message is not sent, as it stands in `messages.state_reason`.
enum Silence: String, Sendable {
    /// The colleague had the lead already (« déjà connu »).
    case alreadyKnown = "already_known"
    case noChannel = "no_channel"
    case muted
    /// The recipient is unknown, gone, or outside the department and no administrator.
    case notInDepartment = "not_in_department"
    /// The department has no manager, and nobody is an administrator.
    case nobody
    case opposed
    /// The company ended.
    case ceased
    case superseded
    /// The company left the base, or the department: its page is gone.
    case withdrawn
}

/// An event that leads to messages. What it says is decided here; how it travels, elsewhere.
protocol ToldEvent: Event {
    /// Name of its handler, stable as every handler's.
    static var handlerName: String { get }
    func tellings(_ moments: MomentWords) -> [Telling]
}
