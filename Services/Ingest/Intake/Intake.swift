import Contracts
import Foundation
import FrenchBusiness
import Postgres

/// Takes understood rows into one department, set-wise: load, decide, save.
///
/// Reads and writes `companies`, `leads`, `contacts`; announces ``CompanyRegistered``, ``CompanyUpdated``,
/// ``ContactRegistered`` and ``LeadRegistered``.
enum Intake {
    struct Result: Sendable {
        /// One per statement, in order.
        var outcomes: [RowOutcome] = []
        /// Each with the index of the statement that caused it.
        var announcements: [IntakeModel.Announcement] = []
    }

    private static let attemptsMax = 5

    /// - Parameter dryRun: decides and reports, and writes nothing.
    /// - Throws: ``PostgresError``; ``IntakeRace`` when others kept storing the same new companies first.
    static func take(
        _ statements: [Statement],
        department: DepartmentID,
        dryRun: Bool = false,
        in tx: isolated PostgresSession
    ) throws -> Result {
        guard !statements.isEmpty else { return Result() }
        for attempt in 1...attemptsMax {
            do {
                return try tx.savepoint { tx in
                    try takeOnce(statements, department: department.rawValue, dryRun: dryRun, in: tx)
                }
            } catch let race as IntakeRace {
                if attempt == attemptsMax { throw race }
            }
        }
        throw IntakeRace()
    }

    private static func takeOnce(
        _ statements: [Statement],
        department: String,
        dryRun: Bool,
        in tx: isolated PostgresSession
    ) throws -> Result {
        var model = try load(statements, department: department, in: tx)
        var result = Result()
        for (index, statement) in statements.enumerated() {
            result.outcomes.append(model.apply(statement, index: index))
        }
        let announcements = model.announcements()
        guard !dryRun else { return result }
        try save(model, in: tx)
        let identified = model.companies.values.filter(\.isIdentifiedAnew)
        let neighbours = try LeadStore.touchNeighbours(of: identified.map(\.id), except: department, in: tx)
        result.announcements =
            announcements
            + neighbours.compactMap { neighbour in
                announcement(neighbour, row: model.companies[neighbour.companyID]?.record.lastRow ?? 0)
            }
        return result
    }

    static func load(
        _ statements: [Statement],
        department: String,
        in tx: isolated PostgresSession
    ) throws -> IntakeModel {
        let sirens = Set(statements.compactMap { $0.row.siren?.text }).sorted()
        let keys = Set(statements.compactMap(\.row.matchKey)).sorted()
        let companies = try CompanyStore.load(sirens: sirens, matchKeys: keys, in: tx)
        var model = try load(companies, department: department, in: tx)
        let addresses = statements.flatMap { [$0.row.contact[Column.email], $0.row.contact[Column.phone]] }
        let prints = Set((sirens + addresses.compactMap(\.self)).map(SHA256.digest))
        model.objections = try ObjectionStore.known(among: Array(prints), in: tx)
        return model
    }

    /// These companies with the department's leads and contacts.
    static func load(
        _ companies: [CompanyRecord],
        department: String,
        in tx: isolated PostgresSession
    ) throws -> IntakeModel {
        let ids = companies.map(\.id)
        var model = IntakeModel(department: department, companies: companies)
        for lead in try LeadStore.load(companies: ids, department: department, in: tx) {
            model.leads[lead.companyID] = lead
        }
        let contacts = try ContactStore.load(companies: ids, department: department, in: tx)
        model.contacts = Dictionary(grouping: contacts, by: \.companyID)
        model.rememberTold()
        return model
    }

    static func save(_ model: IntakeModel, in tx: isolated PostgresSession) throws {
        try CompanyStore.save(Array(model.companies.values), in: tx)
        let order = { (left: UUID, right: UUID) in left.uuidString < right.uuidString }
        try LeadStore.save(
            model.leads.values.sorted { order($0.id, $1.id) },
            department: model.department,
            in: tx
        )
        let soleTraders = Set(model.companies.values.filter(\.isSoleTrader).map(\.id))
        try ContactStore.save(
            model.contacts.values.flatMap(\.self).sorted { order($0.id, $1.id) },
            soleTraders: soleTraders,
            department: model.department,
            in: tx
        )
    }

    private static func announcement(_ lead: NeighbourLead, row: Int) -> IntakeModel.Announcement? {
        guard let department = DepartmentID(lead.department) else { return nil }
        let event = LeadRegistered(
            leadID: LeadID(rawValue: lead.id),
            companyID: CompanyID(rawValue: lead.companyID),
            department: department,
            lead.sight,
            source: lead.source,
            version: lead.version
        )
        return (row, event)
    }
}
