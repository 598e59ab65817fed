import Contracts
import Foundation
import FrenchBusiness

/// Decides, for one department, what rows do to companies, leads and contacts. Pure: it works on records in hand, which
/// the stores load before and save after.
///
/// A row finds its company by SIREN, else by name and postcode: the one that waits for identification, or the one
/// that this department already works. Another department's lead is never a reason to match.
struct IntakeModel {
    let department: String
    /// Makes identifiers; a parameter for tests.
    var makeID: () -> UUID = { UUIDv7.make() }
    var companies: [UUID: CompanyRecord] = [:]
    /// By company.
    var leads: [UUID: LeadRecord] = [:]
    /// By company.
    var contacts: [UUID: [ContactRecord]] = [:]
    /// Fingerprints of SIRENs and addresses that objected.
    var objections: Set<[UInt8]> = []
    private var bySIREN: [String: UUID] = [:]
    private var byMatchKey: [String: Set<UUID>] = [:]

    init(department: String, companies: [CompanyRecord] = []) {
        self.department = department
        for company in companies { index(company) }
    }

    /// Takes one row, the `index`th of its batch.
    mutating func apply(_ statement: Statement, index rowIndex: Int) -> RowOutcome {
        let row = statement.row
        let found = find(row)
        if isOpposed(found, row) { return .refused(.opposed) }
        var outcome = RowOutcome(result: .unchanged, fault: row.remark)
        let companyID = takeCompany(found, statement, rowIndex, &outcome)
        outcome.companyID = companyID
        takeLead(of: companyID, statement, rowIndex, &outcome)
        takeContact(of: companyID, statement, rowIndex, &outcome)
        outcome.result = result(outcome, companyID)
        return outcome
    }

    private func isOpposed(_ found: UUID?, _ row: ReadRow) -> Bool {
        if let found, companies[found]?.isOpposed == true { return true }
        return row.siren.map { objections.contains(SHA256.digest($0.text)) } ?? false
    }

    private func result(_ outcome: RowOutcome, _ companyID: UUID) -> RowResult {
        guard !outcome.after.isEmpty else { return .unchanged }
        if companies[companyID]?.siren == nil { return .toIdentify }
        let isMade = ["company", "lead"].contains { outcome.after[$0] != nil && outcome.before[$0] == .some(nil) }
        return isMade ? .created : .updated
    }

    private func find(_ row: ReadRow) -> UUID? {
        if let siren = row.siren {
            if let known = bySIREN[siren.text] { return known }
            return waiting(row.matchKey).flatMap { isOurs($0) ? $0 : nil }
        }
        guard let key = row.matchKey else { return nil }
        let identified = (byMatchKey[key] ?? []).filter { companies[$0]?.siren != nil && isOurs($0) }
        if identified.count == 1 { return identified.first }
        let waiting = waiting(key)
        // The row speaks of the company that the waiting one turned out to be.
        if let other = waiting.flatMap({ companies[$0]?.mergedInto }), companies[other]?.isWithdrawn == false {
            return other
        }
        return waiting
    }

    /// The company of that name and place that waits for identification.
    private func waiting(_ key: String?) -> UUID? {
        key.flatMap { byMatchKey[$0] }?.first { companies[$0]?.siren == nil }
    }

    private func isOurs(_ companyID: UUID) -> Bool { leads[companyID].map { !$0.isWithdrawn } ?? false }

    private mutating func takeCompany(
        _ found: UUID?,
        _ statement: Statement,
        _ rowIndex: Int,
        _ outcome: inout RowOutcome
    ) -> UUID {
        var company = found.flatMap { companies[$0] } ?? CompanyRecord(record: Record(id: makeID()))
        let isMade = company.record.isNew && found == nil || company.isWithdrawn
        if company.isWithdrawn {
            company.record.revive(row: rowIndex)
            company.isWithdrawn = false
            company.hasFacts = false
        }
        let wasWaiting = !isMade && company.siren == nil
        unindex(company)
        let changes = company.record.take(company.sayable(statement.row.company), at: statement.at, row: rowIndex)
        if wasWaiting, company.siren != nil { company.isIdentifiedAnew = true }
        index(company)
        outcome.note("company", isMade: isMade, changes)
        return company.id
    }

    private mutating func index(_ company: CompanyRecord) {
        companies[company.id] = company
        if let siren = company.siren { bySIREN[siren] = company.id }
        if let key = company.matchKey { byMatchKey[key, default: []].insert(company.id) }
    }

    private mutating func unindex(_ company: CompanyRecord) {
        if let siren = company.siren { bySIREN[siren] = nil }
        if let key = company.matchKey { byMatchKey[key]?.remove(company.id) }
    }
}

extension RowFault {
    static let opposed = RowFault(
        "opposed",
        "Cette entreprise s’est opposée à la prospection. Elle n’est pas reprise."
    )
    static let contactOpposed = RowFault(
        "contact_opposed",
        "Le contact s’est opposé à la prospection\u{202F}: ses coordonnées ne sont pas reprises."
    )
}
