public import Foundation

/// A person changed something; audit_logs is filled from these.
public struct AuditRecorded: Event {
    public static let type = "audit.recorded.v1"

    /// user id, `operator`, or the service that did it by itself
    public var actor: String
    /// e.g. `deal.moved`
    public var action: String
    /// e.g. `deal/<id>`
    public var object: String
    public var department: DepartmentID?
    /// without personal data
    public var summary: String
    public var at: Date

    public init(
        actor: String,
        action: String,
        object: String,
        department: DepartmentID? = nil,
        summary: String,
        at: Date
    ) {
        self.actor = actor
        self.action = action
        self.object = object
        self.department = department
        self.summary = summary
        self.at = at
    }

    public var subject: String { "\(object)" }
    public var departmentID: DepartmentID? { department }
}

/// No prospecting any more, on any channel. The address is never on the bus: readers compare fingerprints.
public struct ObjectionRecorded: Event {
    public static let type = "objection.recorded.v1"

    /// `company`, `contact`, `address`
    public var scope: String
    public var companyID: CompanyID?
    public var contactID: ContactID?
    /// lower-case hexadecimal SHA-256 of the normalised address
    public var addressFingerprint: String?
    public var department: DepartmentID?
    public var source: String
    public var at: Date

    public init(
        scope: String,
        companyID: CompanyID? = nil,
        contactID: ContactID? = nil,
        addressFingerprint: String? = nil,
        department: DepartmentID? = nil,
        source: String,
        at: Date
    ) {
        self.scope = scope
        self.companyID = companyID
        self.contactID = contactID
        self.addressFingerprint = addressFingerprint
        self.department = department
        self.source = source
        self.at = at
    }

    public var subject: String { "objection/\(scope)" }
    public var departmentID: DepartmentID? { department }
    public var company: CompanyID? { companyID }
}

/// A person's data was erased; every service drops what it holds.
public struct PersonErased: Event {
    public static let type = "person.erased.v1"
    /// ``reason`` of who fell due by the clock
    public static let expired = "expired"

    public var contactID: ContactID
    public var companyID: CompanyID?
    public var addressFingerprints: [String]
    public var at: Date
    /// nil: the person asked for it; `expired`: three years went by without a contact from the prospect, and the
    /// addresses may be collected again
    public var reason: String?
    /// set: only this department's time for keeping ran out, and only its texts go; nil: every department's
    public var department: DepartmentID?

    public init(
        contactID: ContactID,
        companyID: CompanyID? = nil,
        addressFingerprints: [String],
        at: Date,
        reason: String? = nil,
        department: DepartmentID? = nil
    ) {
        self.reason = reason
        self.department = department
        self.contactID = contactID
        self.companyID = companyID
        self.addressFingerprints = addressFingerprints
        self.at = at
    }

    public var subject: String { "contact/\(contactID)" }
    public var departmentID: DepartmentID? { department }
    public var company: CompanyID? { companyID }
}
