public import Foundation
public import FrenchBusiness

/// Please add or change a colleague; answered by ``UserChanged`` or ``RequestRefused``.
public struct UserRequested: Event {
    public static let type = "user.requested.v1"

    public var actor: String
    /// the key: an existing colleague with it is changed
    public var email: String
    public var displayName: String
    public var department: DepartmentID
    public var role: String
    /// new leads a working day; 0 for who takes none
    public var capacityPerDay: Int
    /// département codes; empty: everywhere
    public var zones: [String]
    /// NAF section letters; empty: all
    public var skills: [String]
    public var active: Bool
    public var slackMember: String?

    public init(
        actor: String,
        email: String,
        displayName: String,
        department: DepartmentID,
        role: String,
        capacityPerDay: Int,
        zones: [String],
        skills: [String],
        active: Bool,
        slackMember: String? = nil
    ) {
        self.actor = actor
        self.email = email
        self.displayName = displayName
        self.department = department
        self.role = role
        self.capacityPerDay = capacityPerDay
        self.zones = zones
        self.skills = skills
        self.active = active
        self.slackMember = slackMember
    }

    public var subject: String { "user/\(email)" }
    public var departmentID: DepartmentID? { department }
}

/// Please add or rename a department.
public struct DepartmentRequested: Event {
    public static let type = "department.requested.v1"

    public var actor: String
    public var department: DepartmentID
    public var name: String
    public var active: Bool

    public init(actor: String, department: DepartmentID, name: String, active: Bool) {
        self.actor = actor
        self.department = department
        self.name = name
        self.active = active
    }

    public var subject: String { "department/\(department)" }
    public var departmentID: DepartmentID? { department }
}

/// Please set the stages of the sales pipeline.
public struct LeadStageRequested: Event {
    public static let type = "lead-stage.requested.v1"

    public var actor: String
    public var key: String
    /// in French
    public var label: String
    public var position: Int
    public var probabilityPercent: Int
    /// nil: no limit
    public var limitBusinessDays: Int?
    /// `won`, `lost` or nil
    public var terminal: String?

    public init(
        actor: String,
        key: String,
        label: String,
        position: Int,
        probabilityPercent: Int,
        limitBusinessDays: Int? = nil,
        terminal: String? = nil
    ) {
        self.actor = actor
        self.key = key
        self.label = label
        self.position = position
        self.probabilityPercent = probabilityPercent
        self.limitBusinessDays = limitBusinessDays
        self.terminal = terminal
    }

    public var subject: String { "stage/\(key)" }
}

/// Please record or cancel an absence.
public struct AbsenceRequested: Event {
    public static let type = "absence.requested.v1"

    public var actor: String
    public var userID: UserID
    public var department: DepartmentID
    public var from: Date
    public var until: Date
    public var cancels: AbsenceID?

    public init(
        actor: String,
        userID: UserID,
        department: DepartmentID,
        from: Date,
        until: Date,
        cancels: AbsenceID? = nil
    ) {
        self.actor = actor
        self.userID = userID
        self.department = department
        self.from = from
        self.until = until
        self.cancels = cancels
    }

    public var subject: String { "user/\(userID)" }
    public var departmentID: DepartmentID? { department }
}

/// A `*.requested` was refused by its owner; same correlation id.
public struct RequestRefused: Event {
    public static let type = "request.refused.v1"

    /// type of the request
    public var request: String
    public var code: String
    /// in French, for people
    public var text: String

    public init(request: String, code: String, text: String) {
        self.request = request
        self.code = code
        self.text = text
    }

    public var subject: String { "request/\(request)" }
}

/// Please check a provider, switch it off or on, or let its bulk file in.
public struct ProviderRequested: Event {
    public static let type = "provider.requested.v1"

    public var actor: String
    /// `check`, `stop`, `start` or `load`
    public var action: String
    /// nil: all of them, which only `check` allows
    public var provider: String?
    /// of `load`: SHA-256 of the secret that opens the door once, lower-case hexadecimal
    public var tokenHash: String?

    public init(actor: String, action: String, provider: String? = nil, tokenHash: String? = nil) {
        self.actor = actor
        self.action = action
        self.provider = provider
        self.tokenHash = tokenHash
    }

    public var subject: String { "provider/\(provider ?? "all")" }
}

/// Please publish another order of the providers.
public struct WaterfallRequested: Event {
    public static let type = "waterfall.requested.v1"

    public var actor: String
    /// the version that is replaced
    public var expected: Int
    /// the waterfall as JSON
    public var document: String

    public init(actor: String, expected: Int, document: String) {
        self.actor = actor
        self.expected = expected
        self.document = document
    }

    public var subject: String { "waterfall/\(expected)" }
}

/// Please keep what a colleague knows of a company's turnover, or take it back. Answered by ``RequestDone`` or
/// ``RequestRefused``.
public struct TurnoverRequested: Event {
    public static let type = "turnover.requested.v1"

    public var actor: String
    public var companyID: CompanyID
    /// end of the accounting year
    public var closingDate: CivilDate
    /// length of the accounting year
    public var months: Int
    /// nil: what was said of this year is taken back
    public var amountCents: Int64?
    /// where the colleague knows it from, in words that name nobody; empty when it is taken back
    public var source: String
    public var at: Date

    public init(
        actor: String,
        companyID: CompanyID,
        closingDate: CivilDate,
        months: Int,
        amountCents: Int64? = nil,
        source: String,
        at: Date
    ) {
        self.actor = actor
        self.companyID = companyID
        self.closingDate = closingDate
        self.months = months
        self.amountCents = amountCents
        self.source = source
        self.at = at
    }

    public var subject: String { "company/\(companyID)" }
    public var company: CompanyID? { companyID }
}
