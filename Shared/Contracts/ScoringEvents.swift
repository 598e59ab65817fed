public import Foundation
public import FrenchBusiness

/// One line of a score; the points of all lines sum to the score.
public struct ScoreLine: Codable, Sendable, Hashable {
    /// stable key, e.g. `size`
    public var rule: String
    public var points: Int
    /// the value that the rule saw, for people
    public var input: String
    /// provider or `import`
    public var source: String?
    /// the input's own date
    public var date: CivilDate?
    /// in French, for people
    public var text: String
    /// the same in English; nil for rules that have no English wording
    public var english: String?

    public init(
        rule: String,
        points: Int,
        input: String,
        source: String? = nil,
        date: CivilDate? = nil,
        text: String,
        english: String? = nil
    ) {
        self.english = english
        self.rule = rule
        self.points = points
        self.input = input
        self.source = source
        self.date = date
        self.text = text
    }
}

/// A score with its explanation.
public struct ScoreSummary: Codable, Sendable, Hashable {
    public var points: Int
    public var ruleSet: String
    public var lines: [ScoreLine]

    public init(points: Int, ruleSet: String, lines: [ScoreLine]) {
        self.points = points
        self.ruleSet = ruleSet
        self.lines = lines
    }
}

/// How turnover moved between the last two comparable years.
public struct TurnoverSummary: Codable, Sendable, Hashable {
    public var status: String
    public var latestCents: Int64?
    public var latestClosing: CivilDate?
    /// 1 % = 100; annualised; nil when unknown
    public var changeBasisPoints: Int?
    /// `surge`, `growth`, `stable`, `decline`, `fall`, `unknown`
    public var trend: String

    public init(
        status: String,
        latestCents: Int64? = nil,
        latestClosing: CivilDate? = nil,
        changeBasisPoints: Int? = nil,
        trend: String
    ) {
        self.status = status
        self.latestCents = latestCents
        self.latestClosing = latestClosing
        self.changeBasisPoints = changeBasisPoints
        self.trend = trend
    }
}

/// A lead was ranked, with the reasons. With an exclusion it has no points and leaves every queue.
public struct LeadScored: Event {
    public static let type = "lead.scored.v1"

    public var leadID: LeadID
    public var companyID: CompanyID
    public var department: DepartmentID
    public var siren: SIREN?
    public var companyName: String?
    public var score: ScoreSummary
    /// A, B, C, D
    public var band: String
    /// `critical`, `high`, `normal`, `low`
    public var urgency: String
    /// sorts the queue; higher first
    public var priority: Int
    /// tpe, pme, eti, ge, unknown
    public var sizeClass: String
    public var turnover: TurnoverSummary
    /// official code, for territories
    public var departement: String?
    /// NAF section letter, for skills
    public var section: String?
    public var currentOwner: OwnerHint?
    public var exclusion: Exclusion?
    /// grows with every score of the lead
    public var version: Int64
    /// when a register was last read about the company; nil: none has answered
    public var statusReadAt: Date?

    public init(
        leadID: LeadID,
        companyID: CompanyID,
        department: DepartmentID,
        siren: SIREN? = nil,
        companyName: String? = nil,
        score: ScoreSummary,
        band: String,
        urgency: String,
        priority: Int,
        sizeClass: String,
        turnover: TurnoverSummary,
        departement: String? = nil,
        section: String? = nil,
        currentOwner: OwnerHint? = nil,
        exclusion: Exclusion? = nil,
        version: Int64,
        statusReadAt: Date? = nil
    ) {
        self.statusReadAt = statusReadAt
        self.leadID = leadID
        self.companyID = companyID
        self.department = department
        self.siren = siren
        self.companyName = companyName
        self.score = score
        self.band = band
        self.urgency = urgency
        self.priority = priority
        self.sizeClass = sizeClass
        self.turnover = turnover
        self.departement = departement
        self.section = section
        self.currentOwner = currentOwner
        self.exclusion = exclusion
        self.version = version
    }

    public var subject: String { "lead/\(leadID)" }
    public var departmentID: DepartmentID? { department }
    public var company: CompanyID? { companyID }
    public var aggregateVersion: Int64? { version }
}

/// A deal's closing probability changed visibly.
public struct DealScored: Event {
    public static let type = "deal.scored.v1"

    public var dealID: DealID
    public var leadID: LeadID
    public var department: DepartmentID
    public var probabilityBasisPoints: Int
    /// `regles`, `hybride`, `appris`
    public var label: String
    public var version: Int64
    /// the true one lies within, four times of five
    public var lowBasisPoints: Int?
    public var highBasisPoints: Int?
    /// outcomes that it was learnt from
    public var outcomes: Int?
    /// within which the deal would be won
    public var horizonDays: Int?
    /// names the model by its contents
    public var model: String?

    public init(
        dealID: DealID,
        leadID: LeadID,
        department: DepartmentID,
        probabilityBasisPoints: Int,
        label: String,
        version: Int64,
        lowBasisPoints: Int? = nil,
        highBasisPoints: Int? = nil,
        outcomes: Int? = nil,
        horizonDays: Int? = nil,
        model: String? = nil
    ) {
        self.lowBasisPoints = lowBasisPoints
        self.highBasisPoints = highBasisPoints
        self.outcomes = outcomes
        self.horizonDays = horizonDays
        self.model = model
        self.dealID = dealID
        self.leadID = leadID
        self.department = department
        self.probabilityBasisPoints = probabilityBasisPoints
        self.label = label
        self.version = version
    }

    public var subject: String { "deal/\(dealID)" }
    public var departmentID: DepartmentID? { department }
    public var aggregateVersion: Int64? { version }
}

/// A model was learnt from the outcomes, and serves if it may.
public struct ModelTrained: Event {
    public static let type = "model.trained.v1"

    /// names it by its contents
    public var model: String
    public var version: Int64
    public var isActive: Bool
    /// why it does not serve
    public var refusal: String?
    /// that it was learnt from
    public var outcomes: Int
    /// of them
    public var won: Int
    /// that stand: `worse_than_rate`, `miscalibrated`, `drifting`, `refused_repeatedly`
    public var alarms: [String]
    public var at: Date

    public init(
        model: String,
        version: Int64,
        isActive: Bool,
        refusal: String? = nil,
        outcomes: Int,
        won: Int,
        alarms: [String],
        at: Date
    ) {
        self.model = model
        self.version = version
        self.isActive = isActive
        self.refusal = refusal
        self.outcomes = outcomes
        self.won = won
        self.alarms = alarms
        self.at = at
    }

    public var subject: String { "model/closing" }
    public var aggregateVersion: Int64? { version }
}
