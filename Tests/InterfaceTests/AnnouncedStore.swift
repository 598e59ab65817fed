import ContractSupport
import Contracts
import Foundation
import Postgres

/// What was really announced, from every service's journal.
enum AnnouncedStore {
    /// - Parameter tx: in the operator's role, which reads bodies.
    static func all(in tx: isolated PostgresSession) throws -> [Judge.Statement] {
        try tx.query("SELECT schema, type, body FROM msg.v_journal ORDER BY occurred_at, message_id").map { row in
            let (schema, type, body) = try row.decode(String.self, String.self, [UInt8].self)
            return Judge.Statement(
                origin: "\(schema)'s journal",
                type: type,
                message: try Wire.decode(JSONValue.self, from: body)
            )
        }
    }

    static func types(in tx: isolated PostgresSession) throws -> Set<String> {
        Set(try tx.query("SELECT DISTINCT type FROM msg.v_journal").values(as: String.self))
    }
}

/// Time that passes without anybody waiting for it.
enum ClockStore {
    /// Open deals have stood still for two months, some companies' facts have aged, and nobody has looked since.
    static func letTwoMonthsPass(in tx: isolated PostgresSession) throws {
        try tx.execute("UPDATE pipeline.deal_snapshots SET stage_since = stage_since - interval '60 days'")
        try tx.execute("UPDATE pipeline.lease SET last_run_at = last_run_at - interval '60 days'")
        try tx.execute(
            """
            UPDATE enrichment.companies SET due_at = due_at - interval '1 year' WHERE company_id IN (
                SELECT company_id FROM enrichment.companies WHERE siren IS NOT NULL ORDER BY company_id LIMIT 5)
            """
        )
        try tx.execute("UPDATE enrichment.lease SET last_run_at = last_run_at - interval '60 days'")
    }

    static func openDeals(in tx: isolated PostgresSession) throws -> Int {
        try tx.query("SELECT count(*) FROM pipeline.deal_snapshots WHERE state = 'open'").first?.decode(Int.self) ?? 0
    }
}
