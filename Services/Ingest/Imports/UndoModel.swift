import Foundation

/// Takes back what an import's rows did, the last row first. Pure, on records in hand.
///
/// A field that reads as the row left it is put back; one that reads otherwise was changed since and is kept. A thing
/// that the row made leaves, unless another import speaks of it too.
struct UndoModel {
    var model: IntakeModel
    /// Leads and contacts that other imports speak of.
    let confirmed: Set<UUID>
    /// µs since 1970, of the undo: putting back is a statement too.
    let at: Int64
    private(set) var kept: [KeptField] = []
    private(set) var withdrawnLeads: [LeadRecord] = []
    private(set) var withdrawnContacts: [UUID] = []
    private(set) var madeCompanies: Set<UUID> = []

    init(model: IntakeModel, confirmed: Set<UUID>, at: Int64) {
        self.model = model
        self.confirmed = confirmed
        self.at = at
    }

    mutating func takeBack(_ row: UndoStore.Row) {
        takeBackContact(row)
        takeBackLead(row)
        takeBackCompany(row)
    }

    private mutating func takeBackContact(_ row: UndoStore.Row) {
        guard let before = row.before["contact"],
            let index = model.contacts[row.company]?.firstIndex(where: { $0.id == row.contact })
        else { return }
        guard let before else {
            guard let id = row.contact, !confirmed.contains(id) else { return keep(row, "contact") }
            model.contacts[row.company]?.remove(at: index)
            return withdrawnContacts.append(id)
        }
        guard var contact = model.contacts[row.company]?[index] else { return }
        restore(&contact.record, before, row, "contact")
        model.contacts[row.company]?[index] = contact
    }

    private mutating func takeBackLead(_ row: UndoStore.Row) {
        guard let before = row.before["lead"], var lead = model.leads[row.company], lead.id == row.lead,
            !lead.isWithdrawn
        else { return }
        if let before {
            restore(&lead.record, before, row, "lead")
        } else {
            guard !confirmed.contains(lead.id) else { return keep(row, "lead") }
            lead.isWithdrawn = true
            lead.record.change(row.line)
            withdrawnLeads.append(lead)
        }
        model.leads[row.company] = lead
    }

    private mutating func takeBackCompany(_ row: UndoStore.Row) {
        guard let before = row.before["company"], var company = model.companies[row.company], !company.isWithdrawn
        else {
            return
        }
        guard let before else {
            madeCompanies.insert(company.id)
            return
        }
        restore(&company.record, before, row, "company")
        model.companies[row.company] = company
    }

    private mutating func restore(
        _ record: inout Record,
        _ before: [String: String?],
        _ row: UndoStore.Row,
        _ thing: String
    ) {
        for (field, text) in before.sorted(by: { $0.key < $1.key }) {
            if record.fields[field] == row.after[thing]?[field] {
                record.restore(field, text, at: at, row: row.line)
            } else {
                keep(row, thing, field)
            }
        }
    }

    private mutating func keep(_ row: UndoStore.Row, _ thing: String, _ field: String? = nil) {
        kept.append(KeptField(line: row.line, thing: thing, field: field))
    }
}
