public import FrenchBusiness

/// What an imported list says about who works the lead today: a colleague's e-mail address or name.
public struct OwnerHint: Codable, Sendable, Hashable {
    public var text: String

    public init(text: String) {
        self.text = text
    }
}

/// A company became a prospect of a department.
public struct LeadRegistered: Event {
    public static let type = "lead.registered.v1"

    public var leadID: LeadID
    public var companyID: CompanyID
    public var department: DepartmentID
    public var siren: SIREN?
    public var companyName: String?
    public var postcode: String?
    /// false: waits for identification, workable by hand
    public var identified: Bool
    public var source: String
    /// `new` or `upsell`
    public var motion: String
    public var hasPhone: Bool
    public var hasEmail: Bool
    /// the list's owner; kept, and not told again
    public var currentOwner: OwnerHint?
    /// the list's stage
    public var stage: String?
    public var nextStep: String?
    public var nextStepOn: CivilDate?
    public var version: Int64

    public init(
        leadID: LeadID,
        companyID: CompanyID,
        department: DepartmentID,
        siren: SIREN? = nil,
        companyName: String? = nil,
        postcode: String? = nil,
        identified: Bool,
        source: String,
        motion: String,
        hasPhone: Bool,
        hasEmail: Bool,
        currentOwner: OwnerHint? = nil,
        stage: String? = nil,
        nextStep: String? = nil,
        nextStepOn: CivilDate? = nil,
        version: Int64
    ) {
        self.leadID = leadID
        self.companyID = companyID
        self.department = department
        self.siren = siren
        self.companyName = companyName
        self.postcode = postcode
        self.identified = identified
        self.source = source
        self.motion = motion
        self.hasPhone = hasPhone
        self.hasEmail = hasEmail
        self.currentOwner = currentOwner
        self.stage = stage
        self.nextStep = nextStep
        self.nextStepOn = nextStepOn
        self.version = version
    }

    public var subject: String { "lead/\(leadID)" }
    public var departmentID: DepartmentID? { department }
    public var company: CompanyID? { companyID }
    public var aggregateVersion: Int64? { version }
}

/// A way to reach somebody at a company became known to a department. Flags only: personal data stays in `intake`.
public struct ContactRegistered: Event {
    public static let type = "contact.registered.v1"

    public var contactID: ContactID
    public var companyID: CompanyID
    public var department: DepartmentID
    public var hasPhone: Bool
    public var hasEmail: Bool
    /// a sole trader's own mobile: consumer rules apply
    public var isPersonalNumber: Bool

    public init(
        contactID: ContactID,
        companyID: CompanyID,
        department: DepartmentID,
        hasPhone: Bool,
        hasEmail: Bool,
        isPersonalNumber: Bool
    ) {
        self.contactID = contactID
        self.companyID = companyID
        self.department = department
        self.hasPhone = hasPhone
        self.hasEmail = hasEmail
        self.isPersonalNumber = isPersonalNumber
    }

    public var subject: String { "contact/\(contactID)" }
    public var departmentID: DepartmentID? { department }
    public var company: CompanyID? { companyID }
}

/// An import ended.
public struct ImportCompleted: Event {
    public static let type = "import.completed.v1"

    public var importID: ImportID
    public var department: DepartmentID
    public var rows: Int
    public var created: Int
    public var updated: Int
    public var unchanged: Int
    public var toIdentify: Int
    public var refused: Int

    public init(
        importID: ImportID,
        department: DepartmentID,
        rows: Int,
        created: Int,
        updated: Int,
        unchanged: Int,
        toIdentify: Int,
        refused: Int
    ) {
        self.importID = importID
        self.department = department
        self.rows = rows
        self.created = created
        self.updated = updated
        self.unchanged = unchanged
        self.toIdentify = toIdentify
        self.refused = refused
    }

    public var subject: String { "import/\(importID)" }
    public var departmentID: DepartmentID? { department }
}
