import Contracts
import Foundation
import Postgres

/// One transaction's worth of taking an import back; cut anywhere, the next worker goes on.
///
/// Announces ``CompanyWithdrawn`` for what left, and what readers see anew of what stayed.
enum UndoChunk {
    static func run(
        limit: Int,
        now: Date = Date(),
        in tx: isolated PostgresSession
    ) throws -> (value: ImportChunk.Step, events: [any Event]) {
        guard let (batch, department) = try UndoStore.next(in: tx) else { return (.idle, []) }
        let rows = try UndoStore.rows(of: batch, limit: limit, in: tx)
        var undo = try load(rows, batch, department, at: now.microseconds, in: tx)
        for row in rows { undo.takeBack(row) }
        var kept = undo.kept
        try keepIdentified(&undo.model, &kept, at: now.microseconds, in: tx)
        let events = try save(&undo, department, in: tx)
        try UndoStore.save(batch, lines: rows.map(\.line), kept: kept, isLast: rows.count < limit, in: tx)
        return (.worked(rows.count), events)
    }

    private static func load(
        _ rows: [UndoStore.Row],
        _ batch: UUID,
        _ department: DepartmentID,
        at: Int64,
        in tx: isolated PostgresSession
    ) throws -> UndoModel {
        let ids = Set(rows.map(\.company)).sorted { $0.uuidString < $1.uuidString }
        let companies = try CompanyStore.load(ids: ids, in: tx)
        let model = try Intake.load(companies, department: department.rawValue, in: tx)
        let confirmed = try UndoStore.confirmed(companies: ids, except: batch, department: department, in: tx)
        return UndoModel(model: model, confirmed: confirmed, at: at)
    }

    /// A company cannot go back to waiting for identification where another has taken its place meanwhile.
    private static func keepIdentified(
        _ model: inout IntakeModel,
        _ kept: inout [KeptField],
        at: Int64,
        in tx: isolated PostgresSession
    ) throws {
        for (id, company) in model.companies
        where company.siren == nil && company.record.changedFields.contains(Column.siren) {
            guard let key = company.matchKey, try UndoStore.isTaken(key, except: id, in: tx) else { continue }
            model.companies[id]?.record = Record(id: id, version: company.record.version - 1, fields: company.stored)
            kept.append(KeptField(line: company.record.lastRow, thing: "company", field: Column.siren))
        }
    }

    private static func save(
        _ undo: inout UndoModel,
        _ department: DepartmentID,
        in tx: isolated PostgresSession
    ) throws -> [any Event] {
        var events = undo.model.announcements().map(\.event)
        try Intake.save(undo.model, in: tx)
        try ContactStore.withdraw(undo.withdrawnContacts, in: tx)
        for lead in undo.withdrawnLeads {
            let version = undo.model.leads[lead.companyID]?.record.version ?? lead.record.version
            events.append(
                CompanyWithdrawn(
                    companyID: CompanyID(rawValue: lead.companyID),
                    department: department,
                    reason: "import_undone",
                    version: version
                )
            )
        }
        let made = undo.madeCompanies.sorted { $0.uuidString < $1.uuidString }
        for (id, version) in try CompanyStore.withdraw(made, reason: "import_undone", in: tx) {
            events.append(
                CompanyWithdrawn(companyID: CompanyID(rawValue: id), reason: "import_undone", version: version)
            )
        }
        return events
    }
}
