public import Foundation
public import FrenchBusiness

/// A colleague did something with a lead: called, wrote, met, noted.
public struct ActivityLogged: Event {
    public static let type = "activity.logged.v1"

    public var activityID: ActivityID
    public var leadID: LeadID
    public var companyID: CompanyID
    public var dealID: DealID?
    public var department: DepartmentID
    public var actor: UserID
    /// `call`, `email`, `meeting`, `note`
    public var kind: String
    /// `reached`, `voicemail`, `no_answer`, `wrong_number`, `callback`, `not_interested`
    public var outcome: String?
    /// true: the contact came from the prospect (restarts the three-year clock)
    public var inbound: Bool
    public var at: Date
    public var nextStep: String?
    public var nextStepOn: CivilDate?
    /// Script or template that was followed, by the name that the house gives it; names nobody
    public var playbook: String?

    public init(
        activityID: ActivityID,
        leadID: LeadID,
        companyID: CompanyID,
        dealID: DealID? = nil,
        department: DepartmentID,
        actor: UserID,
        kind: String,
        outcome: String? = nil,
        inbound: Bool,
        at: Date,
        nextStep: String? = nil,
        nextStepOn: CivilDate? = nil,
        playbook: String? = nil
    ) {
        self.activityID = activityID
        self.leadID = leadID
        self.companyID = companyID
        self.dealID = dealID
        self.department = department
        self.actor = actor
        self.kind = kind
        self.outcome = outcome
        self.inbound = inbound
        self.at = at
        self.nextStep = nextStep
        self.nextStepOn = nextStepOn
        self.playbook = playbook
    }

    public var subject: String { "lead/\(leadID)" }
    public var departmentID: DepartmentID? { department }
    public var company: CompanyID? { companyID }
}

/// A deal as it stands after a change; carried by every `opportunity.*` event.
public struct DealState: Codable, Sendable, Hashable {
    public var dealID: DealID
    public var leadID: LeadID
    public var companyID: CompanyID
    public var department: DepartmentID
    public var owner: UserID?
    public var title: String
    /// key of lead_stages
    public var stage: String
    public var stageSince: Date
    public var amountCents: Int64?
    public var expectedClose: CivilDate?
    public var nextStep: String?
    public var nextStepOn: CivilDate?
    public var createdAt: Date
    public var version: Int64

    public init(
        dealID: DealID,
        leadID: LeadID,
        companyID: CompanyID,
        department: DepartmentID,
        owner: UserID? = nil,
        title: String,
        stage: String,
        stageSince: Date,
        amountCents: Int64? = nil,
        expectedClose: CivilDate? = nil,
        nextStep: String? = nil,
        nextStepOn: CivilDate? = nil,
        createdAt: Date,
        version: Int64
    ) {
        self.dealID = dealID
        self.leadID = leadID
        self.companyID = companyID
        self.department = department
        self.owner = owner
        self.title = title
        self.stage = stage
        self.stageSince = stageSince
        self.amountCents = amountCents
        self.expectedClose = expectedClose
        self.nextStep = nextStep
        self.nextStepOn = nextStepOn
        self.createdAt = createdAt
        self.version = version
    }
}

/// What the `opportunity.*` events share.
public protocol OpportunityEvent: Event {
    var deal: DealState { get }
    /// when it happened
    var at: Date { get }
}

extension OpportunityEvent {
    public var subject: String { "deal/\(deal.dealID)" }
    public var departmentID: DepartmentID? { deal.department }
    public var company: CompanyID? { deal.companyID }
    public var aggregateVersion: Int64? { deal.version }
}

/// A deal was opened on a lead.
public struct OpportunityCreated: OpportunityEvent {
    public static let type = "opportunity.created.v1"
    public var deal: DealState
    public var at: Date

    public init(deal: DealState, at: Date) {
        self.deal = deal
        self.at = at
    }
}

/// A deal changed without leaving its stage.
public struct OpportunityUpdated: OpportunityEvent {
    public static let type = "opportunity.updated.v1"
    public var deal: DealState
    public var at: Date

    public init(deal: DealState, at: Date) {
        self.deal = deal
        self.at = at
    }
}

/// A deal went from one stage to another.
public struct OpportunityMoved: OpportunityEvent {
    public static let type = "opportunity.moved.v1"
    public var deal: DealState
    public var from: String
    public var at: Date

    public init(deal: DealState, from: String, at: Date) {
        self.deal = deal
        self.from = from
        self.at = at
    }
}

/// A deal was won.
public struct OpportunityWon: OpportunityEvent {
    public static let type = "opportunity.won.v1"
    public var deal: DealState
    public var at: Date

    public init(deal: DealState, at: Date) {
        self.deal = deal
        self.at = at
    }
}

/// A deal was lost.
public struct OpportunityLost: OpportunityEvent {
    public static let type = "opportunity.lost.v1"
    public var deal: DealState
    public var reason: String?
    public var at: Date

    public init(deal: DealState, reason: String? = nil, at: Date) {
        self.deal = deal
        self.reason = reason
        self.at = at
    }
}
