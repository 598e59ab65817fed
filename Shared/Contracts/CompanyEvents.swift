public import Foundation
public import FrenchBusiness

/// A company entered the shared base.
public struct CompanyRegistered: Event {
    public static let type = "company.registered.v1"

    public var companyID: CompanyID
    /// nil while the company waits for identification
    public var siren: SIREN?
    /// as the list gave it; the official name comes with ``CompanyEnriched``
    public var name: String?
    public var postcode: String?
    public var version: Int64

    public init(
        companyID: CompanyID,
        siren: SIREN? = nil,
        name: String? = nil,
        postcode: String? = nil,
        version: Int64
    ) {
        self.companyID = companyID
        self.siren = siren
        self.name = name
        self.postcode = postcode
        self.version = version
    }

    public var subject: String { "company/\(companyID)" }
    public var company: CompanyID? { companyID }
    public var aggregateVersion: Int64? { version }
}

/// Something that enrichment must look at again changed: an identifier was found, a name or place corrected.
public struct CompanyUpdated: Event {
    public static let type = "company.updated.v1"

    public var companyID: CompanyID
    public var siren: SIREN?
    public var name: String?
    public var postcode: String?
    /// names of the fields that changed
    public var changed: [String]
    public var version: Int64

    public init(
        companyID: CompanyID,
        siren: SIREN? = nil,
        name: String? = nil,
        postcode: String? = nil,
        changed: [String],
        version: Int64
    ) {
        self.companyID = companyID
        self.siren = siren
        self.name = name
        self.postcode = postcode
        self.changed = changed
        self.version = version
    }

    public var subject: String { "company/\(companyID)" }
    public var company: CompanyID? { companyID }
    public var aggregateVersion: Int64? { version }
}

/// Two rows turned out to be one company; what hung on `mergedID` now hangs on `companyID`.
public struct CompanyMerged: Event {
    public static let type = "company.merged.v1"

    public var companyID: CompanyID
    public var mergedID: CompanyID
    public var version: Int64

    public init(companyID: CompanyID, mergedID: CompanyID, version: Int64) {
        self.companyID = companyID
        self.mergedID = mergedID
        self.version = version
    }

    public var subject: String { "company/\(companyID)" }
    public var company: CompanyID? { companyID }
    public var aggregateVersion: Int64? { version }
}

/// A company left the base, or one department: its import was undone or it was erased. Queues, clocks and pending
/// messages close.
public struct CompanyWithdrawn: Event {
    public static let type = "company.withdrawn.v1"

    public var companyID: CompanyID
    /// that department's lead alone; nil: every department's
    public var department: DepartmentID?
    /// `import_undone` or `erased`
    public var reason: String
    /// of the lead where `department` is set, else of the company
    public var version: Int64

    public init(companyID: CompanyID, department: DepartmentID? = nil, reason: String, version: Int64) {
        self.companyID = companyID
        self.department = department
        self.reason = reason
        self.version = version
    }

    public var subject: String { "company/\(companyID)" }
    public var departmentID: DepartmentID? { department }
    public var company: CompanyID? { companyID }
    public var aggregateVersion: Int64? { version }
}

/// A company ended, legally or in fact; it leaves every queue.
public struct CompanyCeased: Event {
    public static let type = "company.ceased.v1"

    public var companyID: CompanyID
    public var siren: SIREN
    /// `ceased` (Sirene C), `liquidation`, `struck_off`
    public var reason: String
    public var ceasedOn: CivilDate?
    /// provider that said so
    public var source: String
    /// when the provider said so: the fact's own time
    public var at: Date

    public init(
        companyID: CompanyID,
        siren: SIREN,
        reason: String,
        ceasedOn: CivilDate? = nil,
        source: String,
        at: Date
    ) {
        self.companyID = companyID
        self.siren = siren
        self.reason = reason
        self.ceasedOn = ceasedOn
        self.source = source
        self.at = at
    }

    public var subject: String { "company/\(companyID)" }
    public var company: CompanyID? { companyID }
}

/// Anybody's door on the bus: one row of a prospect list, as ingest's JSON door takes it.
public struct CompanySubmitted: Event {
    public static let type = "company.submitted.v1"

    public var department: DepartmentID
    public var source: String
    /// column → value; columns as in the CSV door, unknown ones are kept
    public var row: [String: String]

    public init(department: DepartmentID, source: String, row: [String: String]) {
        self.department = department
        self.source = source
        self.row = row
    }

    public var subject: String { "department/\(department)" }
    public var departmentID: DepartmentID? { department }
}
