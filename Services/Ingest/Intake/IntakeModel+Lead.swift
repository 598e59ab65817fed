import Foundation

extension IntakeModel {
    mutating func takeLead(of companyID: UUID, _ statement: Statement, _ rowIndex: Int, _ outcome: inout RowOutcome) {
        let known = leads[companyID]
        var lead = known ?? LeadRecord(record: Record(id: makeID()), companyID: companyID, source: statement.source)
        let isMade = known == nil || lead.isWithdrawn
        if lead.isWithdrawn {
            lead.record.revive(row: rowIndex)
            lead.isWithdrawn = false
            lead.source = statement.source
            lead.told = nil
        }
        var said = statement.row.lead
        for (header, text) in statement.row.extra { said[Column.extraPrefix + header] = text }
        let changes = lead.record.take(said, at: statement.at, row: rowIndex)
        leads[companyID] = lead
        outcome.leadID = lead.id
        outcome.note("lead", isMade: isMade, changes)
    }

    mutating func takeContact(of companyID: UUID, _ statement: Statement, _ rowIndex: Int, _ outcome: inout RowOutcome)
    {
        var said = statement.row.contact
        for (field, extra) in [(Column.email, nil), (Column.phone, Column.phoneRaw)] {
            guard let text = said[field], objections.contains(SHA256.digest(text)) else { continue }
            said[field] = nil
            if let extra { said[extra] = nil }
            outcome.fault = outcome.fault ?? .contactOpposed
        }
        guard said[Column.name] != nil || said[Column.email] != nil || said[Column.phone] != nil else { return }
        var here = contacts[companyID] ?? []
        let found = ContactIdentity.find(said, in: here)
        if let found, here[found].isOpposed {
            outcome.fault = outcome.fault ?? .contactOpposed
            return
        }
        let isMade = found == nil
        let index = found ?? here.endIndex
        if isMade {
            here.append(ContactRecord(record: Record(id: makeID()), companyID: companyID, source: statement.source))
        }
        let changes = here[index].record.take(said, at: statement.at, row: rowIndex)
        outcome.contactID = here[index].id
        outcome.note("contact", isMade: isMade, changes)
        contacts[companyID] = here
    }

    /// What readers may know of a department's lead now.
    func sight(of lead: LeadRecord) -> LeadSight {
        let company = companies[lead.companyID]
        let reachable = (contacts[lead.companyID] ?? []).filter { !$0.isOpposed }.map(\.record.fields)
        let fields = lead.record.fields
        return LeadSight(
            siren: company?.siren,
            companyName: company?.record.fields[Column.name],
            postcode: company?.record.fields[Column.postcode],
            hasPhone: reachable.contains { $0[Column.phone] != nil },
            hasEmail: reachable.contains { $0[Column.email] != nil },
            owner: fields[Column.ownerHint],
            stage: fields[Column.stageHint],
            nextStep: fields[Column.nextStep],
            nextStepOn: fields[Column.nextStepOn],
            motion: lead.motion
        )
    }

    /// Remembers what readers were told until now; called once, after loading.
    mutating func rememberTold() {
        for (companyID, lead) in leads where !lead.isWithdrawn {
            let told = sight(of: lead)
            leads[companyID]?.told = told
        }
        for (companyID, here) in contacts {
            let isSoleTrader = companies[companyID]?.isSoleTrader ?? false
            contacts[companyID] = here.map { contact in
                var contact = contact
                contact.told = contact.sight(isSoleTrader: isSoleTrader)
                return contact
            }
        }
    }
}
