import Contracts
import Foundation
import FrenchBusiness

extension IntakeModel {
    /// An event with the index of the row that caused it.
    typealias Announcement = (row: Int, event: any Event)

    /// What the changes in hand are to be announced as: each thing once, however many rows spoke of it, and only where a
    /// reader would see something new. A lead whose sight changed through its company or a contact gets a new version.
    mutating func announcements() -> [Announcement] {
        var announced: [Announcement] = []
        for company in companies.values.sorted(by: { $0.record.lastRow < $1.record.lastRow }) {
            if let event = event(company) { announced.append((company.record.lastRow, event)) }
            if let question = question(about: company) { announced.append((company.record.lastRow, question)) }
        }
        for (companyID, here) in contacts {
            for contact in here where contact.record.mustStore {
                if let event = event(contact, companyID) { announced.append((contact.record.lastRow, event)) }
            }
        }
        for companyID in Array(leads.keys) { announceLead(companyID, &announced) }
        return announced
    }

    private mutating func announceLead(_ companyID: UUID, _ announced: inout [Announcement]) {
        guard var lead = leads[companyID], !lead.isWithdrawn else { return }
        let sight = sight(of: lead)
        guard lead.told != sight, let department = DepartmentID(department) else { return }
        if !lead.record.isChanged { lead.record.change(lastRow(companyID)) }
        lead.told = sight
        leads[companyID] = lead
        let event = LeadRegistered(
            leadID: LeadID(rawValue: lead.id),
            companyID: CompanyID(rawValue: companyID),
            department: department,
            sight,
            source: lead.source,
            version: lead.record.version
        )
        announced.append((max(lead.record.lastRow, lastRow(companyID)), event))
    }

    private func lastRow(_ companyID: UUID) -> Int {
        let rows = (contacts[companyID] ?? []).map(\.record.lastRow)
        return max(companies[companyID]?.record.lastRow ?? 0, rows.max() ?? 0)
    }

    private func event(_ company: CompanyRecord) -> (any Event)? {
        guard company.record.isChanged else { return nil }
        let (id, fields) = (CompanyID(rawValue: company.id), company.record.fields)
        let siren = company.siren.flatMap { SIREN($0) }
        if company.record.isNew || company.record.isRevived {
            return CompanyRegistered(
                companyID: id,
                siren: siren,
                name: fields[Column.name],
                postcode: fields[Column.postcode],
                version: company.record.version
            )
        }
        let looked = [Column.siren, Column.name, Column.postcode]
        let changed = looked.filter { company.record.changedFields.contains($0) }
        guard !changed.isEmpty else { return nil }
        return CompanyUpdated(
            companyID: id,
            siren: siren,
            name: fields[Column.name],
            postcode: fields[Column.postcode],
            changed: changed,
            version: company.record.version
        )
    }

    private func event(_ contact: ContactRecord, _ companyID: UUID) -> (any Event)? {
        let sight = contact.sight(isSoleTrader: companies[companyID]?.isSoleTrader ?? false)
        guard contact.told != sight, let department = DepartmentID(department) else { return nil }
        return ContactRegistered(
            contactID: ContactID(rawValue: contact.id),
            companyID: CompanyID(rawValue: companyID),
            department: department,
            hasPhone: sight.hasPhone,
            hasEmail: sight.hasEmail,
            isPersonalNumber: sight.isPersonalNumber
        )
    }
}

extension LeadRegistered {
    init(
        leadID: LeadID,
        companyID: CompanyID,
        department: DepartmentID,
        _ sight: LeadSight,
        source: String,
        version: Int64
    ) {
        self.init(
            leadID: leadID,
            companyID: companyID,
            department: department,
            siren: sight.siren.flatMap { SIREN($0) },
            companyName: sight.companyName,
            postcode: sight.postcode,
            identified: sight.siren != nil,
            source: source,
            motion: sight.motion,
            hasPhone: sight.hasPhone,
            hasEmail: sight.hasEmail,
            currentOwner: sight.owner.map { OwnerHint(text: $0) },
            stage: sight.stage,
            nextStep: sight.nextStep,
            nextStepOn: sight.nextStepOn.flatMap { CivilDate($0) },
            version: version
        )
    }
}
