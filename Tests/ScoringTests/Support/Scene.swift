import Contracts
import Foundation
import FrenchBusiness
import Postgres
import TestSupport

@testable import Scoring

/// A database of the test's own in which scoring hears events, as its own role.
struct Scene: Sendable {
    let database: TestDatabase
    let pool: PostgresPool
    let handlers = Handlers(rescore: Rescore(zone: .paris, now: { Known.now }))

    init(function: String = #function) async throws {
        database = try await TestDatabase.make(function: function)
        pool = PostgresPool(database.config(role: "filon_scoring"), size: 4)
    }

    /// Has a shipped set in force before anything is heard.
    func putInForce(_ name: String) async throws {
        try await BaseWork(rescore: handlers.rescore).ship(pool)
        try await pool.transaction { tx in
            guard let set = try RuleSetStore.published(name, in: tx) else { return }
            let rules = RulesInForce(version: 2, ruleSet: set.id, label: set.label)
            try RuleSetStore.enforce(rules, "publish", by: "test", at: Known.now, in: tx)
        }
    }

    func drop() async {
        await pool.close()
        await database.drop()
    }

    /// One batch in one transaction.
    /// - Returns: what is announced, in order.
    @discardableResult
    func hear(_ batch: [Heard]) async throws -> [LeadScored] {
        try await pool.transaction { [handlers] tx in try handlers.handle(batch, in: tx) }
    }

    @discardableResult
    func hear(_ event: some Event, at: Date = Known.now) async throws -> [LeadScored] {
        try await hear([Heard(event, at: at)])
    }

    /// What stands in the tables for a lead, without identities, versions and times.
    func standing(_ lead: LeadID) async throws -> Standing {
        try await pool.transaction { tx in
            let scores = try tx.query(
                """
                SELECT (to_jsonb(s) - '{lead_id,company_id,fingerprint,version,computed_at}'::text[])::text
                FROM scores AS s WHERE lead_id = $1
                """,
                lead.rawValue
            )
            let lines = try tx.query(
                "SELECT (to_jsonb(l) - 'lead_id')::text FROM score_lines AS l WHERE lead_id = $1 ORDER BY position",
                lead.rawValue
            )
            return Standing(score: try scores.values(as: String.self), lines: try lines.values(as: String.self))
        }
    }

    func count(_ sql: StaticString) async throws -> Int {
        try await pool.transaction { tx in try tx.query(sql).values(as: Int.self).first ?? -1 }
    }
}

/// A lead's rows.
struct Standing: Equatable, Sendable {
    var score: [String]
    var lines: [String]
}

/// One company and one department's lead of it, and what is announced about them.
struct Subject: Sendable {
    let company = CompanyID()
    let lead = LeadID()
    let contact = ContactID()
    let siren: SIREN
    let department: DepartmentID

    init(department: String = "commercial") throws {
        siren = try SIREN(userInput: "732 829 320")
        self.department = DepartmentID(rawValue: department)
    }

    func registered(
        version: Int64 = 1,
        identified: Bool = true,
        phone: Bool = false,
        owner: String? = nil,
        company: CompanyID? = nil
    ) -> LeadRegistered {
        LeadRegistered(
            leadID: lead,
            companyID: company ?? self.company,
            department: department,
            siren: siren,
            companyName: "Nom de la liste",
            postcode: "75001",
            identified: identified,
            source: "test",
            motion: "new",
            hasPhone: phone,
            hasEmail: false,
            currentOwner: owner.map(OwnerHint.init(text:)),
            version: version
        )
    }

    func enriched(
        _ facts: CompanyFacts = Known.facts(),
        _ turnover: TurnoverFacts = Known.turnover(400_000, 500_000),
        exclusion: Exclusion? = nil,
        hoursAgo: Double = 0,
        company: CompanyID? = nil,
        proceeding: String? = nil
    ) -> CompanyEnriched {
        CompanyEnriched(
            companyID: company ?? self.company,
            siren: siren,
            facts: facts,
            turnover: turnover,
            exclusion: exclusion,
            sources: ["recherche_entreprises", "ratios_inpi_bce"],
            factsAt: Known.ago(hoursAgo),
            proceeding: proceeding.map { LegalProceeding(kind: $0, since: Known.day(2026, 2, 3), source: "bodacc") }
        )
    }

    /// The same one whenever it is asked for by its number.
    func activity(
        _ number: UInt8,
        _ kind: String,
        outcome: String? = nil,
        inbound: Bool = false,
        company: CompanyID? = nil
    ) -> ActivityLogged {
        var bytes = lead.rawValue.uuid
        bytes.15 = number
        return ActivityLogged(
            activityID: ActivityID(rawValue: UUID(uuid: bytes)),
            leadID: lead,
            companyID: company ?? self.company,
            department: department,
            actor: UserID(),
            kind: kind,
            outcome: outcome,
            inbound: inbound,
            at: Known.ago(24 * Double(number))
        )
    }

    func reachable(phone: Bool = true, email: Bool = false, personal: Bool = false) -> ContactRegistered {
        ContactRegistered(
            contactID: contact,
            companyID: company,
            department: department,
            hasPhone: phone,
            hasEmail: email,
            isPersonalNumber: personal
        )
    }

    func ceased(hoursAgo: Double = 0) -> CompanyCeased {
        CompanyCeased(
            companyID: company,
            siren: siren,
            reason: "liquidation",
            ceasedOn: Known.day(2026, 10, 1),
            source: "bodacc",
            at: Known.ago(hoursAgo)
        )
    }
}
