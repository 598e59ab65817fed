import Foundation

/// A company in hand.
struct CompanyRecord: Sendable {
    var record: Record
    var isOpposed = false
    var isSoleTrader = false
    /// Official facts stand in its columns: a list no longer changes them.
    var hasFacts = false
    var isWithdrawn = false
    /// Company that this one turned out to be.
    var mergedInto: UUID?
    /// Found its SIREN while in hand.
    var isIdentifiedAnew = false
    /// Its fields as loaded.
    let stored: Fields

    init(
        record: Record,
        isOpposed: Bool = false,
        isSoleTrader: Bool = false,
        hasFacts: Bool = false,
        isWithdrawn: Bool = false
    ) {
        self.record = record
        self.isOpposed = isOpposed
        self.isSoleTrader = isSoleTrader
        self.hasFacts = hasFacts
        self.isWithdrawn = isWithdrawn
        stored = record.fields
    }

    var id: UUID { record.id }
    var siren: String? { record.fields[Column.siren] }
    var matchKey: String? {
        MatchKey.make(name: record.fields[Column.name], postcode: record.fields[Column.postcode])
    }

    /// What a list may say of the company. Official facts are not changed by a list; blanks are filled.
    func sayable(_ said: [String: String]) -> [String: String] {
        guard hasFacts else { return said }
        return said.filter { record.fields[$0.key] == nil }
    }
}

/// A department's lead in hand.
struct LeadRecord: Sendable {
    var record: Record
    let companyID: UUID
    var source: String
    var motion = "new"
    var isWithdrawn = false
    /// What readers were told last; nil if nothing.
    var told: LeadSight?

    var id: UUID { record.id }
}

/// A person or mailbox at a company, in hand.
struct ContactRecord: Sendable {
    var record: Record
    let companyID: UUID
    var source: String
    var isOpposed = false
    /// Flags that readers were told last; nil if nothing.
    var told: ContactSight?

    var id: UUID { record.id }

    func sight(isSoleTrader: Bool) -> ContactSight {
        ContactSight(
            hasPhone: !isOpposed && record.fields[Column.phone] != nil,
            hasEmail: !isOpposed && record.fields[Column.email] != nil,
            isPersonalNumber: isSoleTrader && ContactIdentity.isMobile(record.fields[Column.phone])
        )
    }
}

/// What ``ContactRegistered`` says of a contact.
struct ContactSight: Equatable, Sendable {
    var hasPhone: Bool
    var hasEmail: Bool
    var isPersonalNumber: Bool
}

/// What ``LeadRegistered`` says of a lead: it is announced again only when this differs.
struct LeadSight: Equatable, Sendable {
    var siren: String?
    var companyName: String?
    var postcode: String?
    var hasPhone: Bool
    var hasEmail: Bool
    var owner: String?
    var stage: String?
    var nextStep: String?
    var nextStepOn: String?
    var motion: String
}
