public import Foundation
public import FrenchBusiness

/// A deal has stood in its stage longer than it should.
public struct DealStuck: Event {
    public static let type = "deal.stuck.v1"

    public var dealID: DealID
    public var leadID: LeadID
    public var companyID: CompanyID
    public var department: DepartmentID
    public var owner: UserID?
    public var title: String
    public var stage: String
    /// in the stage so far
    public var businessDays: Int
    public var limitBusinessDays: Int
    public var since: Date
    /// in French
    public var suggestion: String

    public init(
        dealID: DealID,
        leadID: LeadID,
        companyID: CompanyID,
        department: DepartmentID,
        owner: UserID? = nil,
        title: String,
        stage: String,
        businessDays: Int,
        limitBusinessDays: Int,
        since: Date,
        suggestion: String
    ) {
        self.dealID = dealID
        self.leadID = leadID
        self.companyID = companyID
        self.department = department
        self.owner = owner
        self.title = title
        self.stage = stage
        self.businessDays = businessDays
        self.limitBusinessDays = limitBusinessDays
        self.since = since
        self.suggestion = suggestion
    }

    public var subject: String { "deal/\(dealID)" }
    public var departmentID: DepartmentID? { department }
    public var company: CompanyID? { companyID }
}

/// A figure crossed its threshold.
public struct KPIAlertRaised: Event {
    public static let type = "kpi.alert_raised.v1"

    public var kpi: String
    public var department: DepartmentID
    public var value: Double
    public var threshold: Double
    /// `above` or `below`
    public var direction: String
    public var day: CivilDate
    public var text: String

    public init(
        kpi: String,
        department: DepartmentID,
        value: Double,
        threshold: Double,
        direction: String,
        day: CivilDate,
        text: String
    ) {
        self.kpi = kpi
        self.department = department
        self.value = value
        self.threshold = threshold
        self.direction = direction
        self.day = day
        self.text = text
    }

    public var subject: String { "kpi/\(kpi)" }
    public var departmentID: DepartmentID? { department }
}

/// A report is ready to be read and sent.
public struct ReportPublished: Event {
    public static let type = "report.published.v1"

    public var reportID: ReportID
    /// `daily`
    public var kind: String
    public var department: DepartmentID
    public var day: CivilDate
    public var title: String
    /// in French
    public var lines: [String]

    public init(
        reportID: ReportID,
        kind: String,
        department: DepartmentID,
        day: CivilDate,
        title: String,
        lines: [String]
    ) {
        self.reportID = reportID
        self.kind = kind
        self.department = department
        self.day = day
        self.title = title
        self.lines = lines
    }

    public var subject: String { "report/\(reportID)" }
    public var departmentID: DepartmentID? { department }
}
