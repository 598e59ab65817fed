import Contracts
import Foundation
import FrenchBusiness
import Postgres

/// Gives a lead that waits for identification the SIREN that a colleague found. Ingest attaches it by the rule that it
/// has for lists: a row with the same name and place, and now a SIREN.
///
/// Where the base knows the SIREN already, the row lands on that company: the department then works its lead there, and
/// this one leaves the list. A department that has such a lead sends nothing. Writes `sales.lead_identifications`;
/// announces ``CompanySubmitted``.
enum IdentifyLead {
    static let done = Refusal("lead.identified", "Cette entreprise a déjà un SIREN.", field: "siren")
    static let opposed = Refusal(
        "siren.opposed",
        "Cette entreprise s’est opposée à la prospection.",
        field: "siren"
    )

    /// - Throws: ``Problem`` 404 behind a wall or once withdrawn; ``Refusal``.
    static func run(
        _ typed: String,
        on id: LeadID,
        by principal: Principal,
        now: Date,
        in tx: isolated PostgresSession
    ) throws -> [any Event] {
        guard let lead = try LeadStore.find(id, in: tx), lead.withdrawnAt == nil else { throw Problem.notFound }
        guard lead.siren == nil else { throw done }
        let siren = try read(typed)
        let holder = try IdentificationStore.holder(of: siren, department: lead.department, in: tx)
        guard lead.exclusion == nil, holder?.isOpposed != true else { throw opposed }
        try IdentificationStore.keep(siren, for: lead, known: holder?.company, by: principal.userID, at: now, in: tx)
        let department = DepartmentID(rawValue: lead.department)
        let audit = Audit.entry(principal.actor, "lead.siren_given", "lead/\(id)", department, siren.text, now)
        guard holder?.hasOurLead != true else { return [audit] }
        var rows: [[String: String]] = [[:]]
        if holder != nil {
            let contacts = try LeadStore.details(of: lead, in: tx).contacts.prefix(10).map(\.columns)
            rows = contacts.isEmpty ? [lead.columns] : contacts.map { lead.columns.merging($0) { $1 } }
        }
        return rows.map { row in
            let identity = ["siren": siren.text, "nom": lead.name, "code_postal": lead.postcode ?? ""]
            return CompanySubmitted(
                department: department,
                source: lead.source,
                row: row.merging(identity) { $1 }.filter { !$0.value.isEmpty }
            )
        } + [audit]
    }

    /// Notes that none of the proposed companies is the lead's.
    /// - Throws: ``Problem`` 404 behind a wall or once withdrawn; ``Refusal``.
    static func decline(
        on id: LeadID,
        by principal: Principal,
        now: Date,
        in tx: isolated PostgresSession
    ) throws -> [any Event] {
        guard let lead = try LeadStore.find(id, in: tx), lead.withdrawnAt == nil else { throw Problem.notFound }
        guard lead.siren == nil else { throw done }
        let department = DepartmentID(rawValue: lead.department)
        let choice = IdentificationChoiceRequested(
            actor: principal.actor,
            companyID: CompanyID(rawValue: lead.companyId),
            at: WireDate.rounded(now)
        )
        return [choice, Audit.entry(principal.actor, "lead.none_proposed", "lead/\(id)", department, "", now)]
    }

    /// People copy a SIRET as often as a SIREN.
    private static func read(_ typed: String) throws(Refusal) -> SIREN {
        do {
            let digits = typed.unicodeScalars.count { ("0"..."9").contains($0) }
            return digits == 14 ? try SIRET(userInput: typed).siren : try SIREN(userInput: typed)
        } catch {
            throw Refusal("siren.malformed", "SIREN\u{202F}: \(error.frenchReason)", field: "siren")
        }
    }
}

extension LeadRecord {
    /// What the list said, as a row of a list: goes along when the lead continues on another company.
    fileprivate var columns: [String: String] {
        let extra = Dictionary(listed.extra.prefix(200).map { ($0.header, $0.text) }) { first, _ in first }
        let known = [
            "ville": city, "proprietaire": listed.owner, "etape": listed.stage, "prochaine_action": listed.nextStep,
            "date_prochaine_action": listed.nextStepOn?.text, "note": note,
            "ca": listed.turnoverCents.map { "\($0 / 100)" },
        ]
        return extra.merging(known.compactMapValues(\.self)) { $1 }
    }
}

extension LeadDetails.Contact {
    fileprivate var columns: [String: String] {
        ["contact": name, "fonction": function, "email": email, "telephone": phone].compactMapValues(\.self)
    }
}
