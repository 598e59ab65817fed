public import Foundation
public import FrenchBusiness

/// What a notification about a lead shows.
public struct LeadCard: Codable, Sendable, Hashable {
    public var companyName: String?
    public var siren: SIREN?
    public var points: Int
    public var urgency: String
    /// in French, best first, at most 5
    public var topReasons: [String]
    public var turnover: TurnoverSummary
    public var departement: String?

    public init(
        companyName: String? = nil,
        siren: SIREN? = nil,
        points: Int,
        urgency: String,
        topReasons: [String],
        turnover: TurnoverSummary,
        departement: String? = nil
    ) {
        self.companyName = companyName
        self.siren = siren
        self.points = points
        self.urgency = urgency
        self.topReasons = topReasons
        self.turnover = turnover
        self.departement = departement
    }
}

/// A lead has an owner, for one explained reason.
public struct LeadAssigned: Event {
    public static let type = "lead.assigned.v1"

    public var leadID: LeadID
    public var companyID: CompanyID
    public var department: DepartmentID
    public var owner: UserID
    public var decisionID: DecisionID
    /// in French
    public var reasons: [String]
    /// false: the owner had the lead already and is not told again
    public var announce: Bool
    public var card: LeadCard
    /// first contact expected by
    public var dueAt: Date
    public var version: Int64

    public init(
        leadID: LeadID,
        companyID: CompanyID,
        department: DepartmentID,
        owner: UserID,
        decisionID: DecisionID,
        reasons: [String],
        announce: Bool,
        card: LeadCard,
        dueAt: Date,
        version: Int64
    ) {
        self.leadID = leadID
        self.companyID = companyID
        self.department = department
        self.owner = owner
        self.decisionID = decisionID
        self.reasons = reasons
        self.announce = announce
        self.card = card
        self.dueAt = dueAt
        self.version = version
    }

    public var subject: String { "lead/\(leadID)" }
    public var departmentID: DepartmentID? { department }
    public var company: CompanyID? { companyID }
    public var aggregateVersion: Int64? { version }
}

/// A lead changed hands.
public struct LeadReassigned: Event {
    public static let type = "lead.reassigned.v1"

    public var leadID: LeadID
    public var companyID: CompanyID
    public var department: DepartmentID
    public var owner: UserID
    public var previousOwner: UserID
    public var decisionID: DecisionID
    public var reasons: [String]
    public var card: LeadCard
    public var dueAt: Date
    public var version: Int64

    public init(
        leadID: LeadID,
        companyID: CompanyID,
        department: DepartmentID,
        owner: UserID,
        previousOwner: UserID,
        decisionID: DecisionID,
        reasons: [String],
        card: LeadCard,
        dueAt: Date,
        version: Int64
    ) {
        self.leadID = leadID
        self.companyID = companyID
        self.department = department
        self.owner = owner
        self.previousOwner = previousOwner
        self.decisionID = decisionID
        self.reasons = reasons
        self.card = card
        self.dueAt = dueAt
        self.version = version
    }

    public var subject: String { "lead/\(leadID)" }
    public var departmentID: DepartmentID? { department }
    public var company: CompanyID? { companyID }
    public var aggregateVersion: Int64? { version }
}

/// Nobody has room today; the lead waits in the pool (vivier) by priority.
public struct LeadPooled: Event {
    public static let type = "lead.pooled.v1"

    public var leadID: LeadID
    public var companyID: CompanyID
    public var department: DepartmentID
    public var decisionID: DecisionID
    public var reasons: [String]
    public var priority: Int
    public var version: Int64

    public init(
        leadID: LeadID,
        companyID: CompanyID,
        department: DepartmentID,
        decisionID: DecisionID,
        reasons: [String],
        priority: Int,
        version: Int64
    ) {
        self.leadID = leadID
        self.companyID = companyID
        self.department = department
        self.decisionID = decisionID
        self.reasons = reasons
        self.priority = priority
        self.version = version
    }

    public var subject: String { "lead/\(leadID)" }
    public var departmentID: DepartmentID? { department }
    public var company: CompanyID? { companyID }
    public var aggregateVersion: Int64? { version }
}

/// Nobody in the department may take the lead; somebody must look.
public struct LeadUnassignable: Event {
    public static let type = "lead.unassignable.v1"

    public var leadID: LeadID
    public var companyID: CompanyID
    public var department: DepartmentID
    public var decisionID: DecisionID
    public var reasons: [String]
    public var card: LeadCard
    public var version: Int64

    public init(
        leadID: LeadID,
        companyID: CompanyID,
        department: DepartmentID,
        decisionID: DecisionID,
        reasons: [String],
        card: LeadCard,
        version: Int64
    ) {
        self.leadID = leadID
        self.companyID = companyID
        self.department = department
        self.decisionID = decisionID
        self.reasons = reasons
        self.card = card
        self.version = version
    }

    public var subject: String { "lead/\(leadID)" }
    public var departmentID: DepartmentID? { department }
    public var company: CompanyID? { companyID }
    public var aggregateVersion: Int64? { version }
}
