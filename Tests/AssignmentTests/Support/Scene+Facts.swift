import Contracts
import Foundation
import FrenchBusiness
import Messaging
import Postgres
import Testing

@testable import Assignment

/// What others say, and what is written down.
extension Scene {
    func cease(_ company: CompanyID, at date: Date) async throws {
        let event = CompanyCeased(
            companyID: company,
            siren: try #require(SIREN("552100554")),
            reason: "ceased",
            ceasedOn: CivilDate(year: 2026, month: 3, day: 1),
            source: "sirene",
            at: date
        )
        try await transaction { tx in
            _ = try CeaseCompany(clock: { Scene.now }).handle([Scene.delivery(event, at: date)], in: tx)
        }
    }

    func withdraw(_ company: CompanyID, at date: Date) async throws {
        let event = CompanyWithdrawn(companyID: company, reason: "import_undone", version: 2)
        try await transaction { tx in
            _ = try WithdrawCompany(clock: { Scene.now }).handle([Scene.delivery(event, at: date)], in: tx)
        }
    }

    func object(_ company: CompanyID, at date: Date) async throws {
        let event = ObjectionRecorded(scope: "company", companyID: company, source: "console", at: date)
        try await transaction { tx in
            _ = try ObeyObjection(clock: { Scene.now }).handle([Scene.delivery(event, at: date)], in: tx)
        }
    }

    func call(_ lead: LeadID, at date: Date) async throws {
        let event = ActivityLogged(
            activityID: ActivityID(),
            leadID: lead,
            companyID: CompanyID(),
            department: Scene.department,
            actor: UserID(),
            kind: "call",
            outcome: "reached",
            inbound: false,
            at: date
        )
        try await transaction { tx in _ = try StopClock<ActivityLogged>().handle([Scene.delivery(event)], in: tx) }
    }

    /// Results of a lead's clocks, the running one last.
    func clocks(of lead: LeadID) async throws -> [String] {
        try await transaction { tx in
            try tx.query(
                """
                SELECT coalesce(result, 'running') FROM sla_clocks WHERE lead_id = $1
                ORDER BY ended_at NULLS LAST, id
                """,
                lead.rawValue
            ).values(as: String.self)
        }
    }

    struct Recorded: Sendable {
        let chosen: UUID?
        let verdicts: [UInt8]
        let reasons: [String]
        let inputs: [UInt8]
    }

    func decisions() async throws -> [Recorded] {
        try await transaction { tx in
            try tx.query("SELECT chosen, candidates, reasons, inputs FROM decisions ORDER BY id").map { row in
                Recorded(
                    chosen: try row.value(0),
                    verdicts: try row.value(1, as: JSONB.self).bytes,
                    reasons: try row.value(2),
                    inputs: try row.value(3, as: JSONB.self).bytes
                )
            }
        }
    }
}

/// The same numbers for the same seed (SplitMix64, Steele and others 2014).
struct Shuffler: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}

extension Array {
    func asyncMap<T>(_ transform: (Element) async throws -> T) async rethrows -> [T] {
        var mapped: [T] = []
        for element in self { mapped.append(try await transform(element)) }
        return mapped
    }
}
