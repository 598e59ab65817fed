import Contracts
import Foundation
import FrenchBusiness
import Postgres

/// Gives a company that waits for identification its SIREN, for all departments at once.
enum Attaching {
    enum Result: Sendable {
        /// The company has it now.
        case taken([any Event])
        /// Another company had it already; what hung on the waiting one hangs on that one now.
        case merged([any Event])
        /// Another company has it, and a department works both: a person sees to that.
        case known
        /// The SIREN had objected to prospecting, and so has the company now.
        case opposed
        /// Nothing waits any more: identified, withdrawn or opposed meanwhile, or changed since it was asked about.
        case moved
    }

    /// - Parameters:
    ///   - version: of the company, that the SIREN was found for; nil: a person says so.
    ///   - at: when it was found out.
    static func attach(
        _ siren: SIREN,
        to id: CompanyID,
        version: Int64?,
        at: Date,
        in tx: isolated PostgresSession
    ) throws -> Result {
        guard var company = try CompanyStore.load(ids: [id.rawValue], in: tx).first, company.siren == nil,
            !company.isWithdrawn, !company.isOpposed, version ?? company.record.version == company.record.version
        else { return .moved }
        let holder = try CompanyStore.load(sirens: [siren.text], matchKeys: [], in: tx).first
        let objected = try !ObjectionStore.known(among: [SHA256.digest(siren.text)], in: tx).isEmpty
        if objected || holder?.isOpposed == true {
            _ = try ObjectionStore.opposeCompanies([id.rawValue], at: [at], in: tx)
            return .opposed
        }
        guard let holder else {
            _ = company.record.take([Column.siren: siren.text], at: at.microseconds, row: 0)
            company.isIdentifiedAnew = true
            try CompanyStore.save([company], in: tx)
            return .taken([updated(company, siren)] + (try announcements(of: id.rawValue, in: tx)))
        }
        guard !holder.isWithdrawn, try !MergeStore.isWorkedTwice(company.id, holder.id, in: tx) else { return .known }
        let merged = try MergeStore.merge(company.id, into: holder.id, in: tx)
        let event = CompanyMerged(
            companyID: CompanyID(rawValue: holder.id),
            mergedID: id,
            version: merged
        )
        return .merged([event] + (try announcements(of: holder.id, in: tx)))
    }

    private static func updated(_ company: CompanyRecord, _ siren: SIREN) -> CompanyUpdated {
        CompanyUpdated(
            companyID: CompanyID(rawValue: company.id),
            siren: siren,
            name: company.record.fields[Column.name],
            postcode: company.record.fields[Column.postcode],
            changed: [Column.siren],
            version: company.record.version
        )
    }

    /// Every department's lead of the company, told anew.
    private static func announcements(of company: UUID, in tx: isolated PostgresSession) throws -> [any Event] {
        try LeadStore.touchNeighbours(of: [company], except: "", in: tx).compactMap { lead in
            DepartmentID(lead.department).map { department in
                LeadRegistered(
                    leadID: LeadID(rawValue: lead.id),
                    companyID: CompanyID(rawValue: lead.companyID),
                    department: department,
                    lead.sight,
                    source: lead.source,
                    version: lead.version
                )
            }
        }
    }
}
