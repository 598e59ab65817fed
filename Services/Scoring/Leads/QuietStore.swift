import Contracts
import Foundation
import FrenchBusiness
import Postgres
import ServiceKit

/// Table `quiet_companies`: until when time alone changes nothing of a company's leads, so that a night need not read it.
/// Its rows are written while the company is locked.
enum QuietStore {
    /// What rows rest on; by other rules, another model, another release or in another zone they say nothing, nor after
    /// ``voidAll(in:)``.
    static func basis(_ judge: Judge, in tx: isolated PostgresSession) throws -> Int64 {
        var print = Fingerprint()
        let generation = try tx.query("SELECT number FROM quiet_generation").first?.value(0, as: Int64.self)
        print.add(generation ?? 0)
        for text in [Version.current, judge.zone.identifier, judge.model.label] { print.add(text) }
        print.add(judge.chances?.id.uuidString)
        return print.value
    }

    /// Makes every row void, in no more time than one takes: who is in doubt looks at all.
    static func voidAll(in tx: isolated PostgresSession) throws {
        try tx.execute("UPDATE quiet_generation SET number = number + 1")
    }

    /// Something was heard of these companies, which are locked by an earlier statement. Nothing of a lead moves to another
    /// company but by a merger, of which both hear.
    static func end(_ ids: [UUID]) -> PostgresStatement {
        PostgresStatement(
            """
            DELETE FROM quiet_companies WHERE company_id IN (
                SELECT root_id FROM companies WHERE company_id = ANY($1) UNION ALL SELECT unnest($1))
            """,
            ids
        )
    }

    /// Sent with the next round trip.
    /// - Parameter days: of companies that are locked, the first day on which to look at them again.
    static func keep(_ days: [CompanyID: CivilDate], basis: Int64, in tx: isolated PostgresSession) throws {
        guard !days.isEmpty else { return }
        let rows = days.sorted { $0.key.description < $1.key.description }
        try tx.enqueue(
            """
            INSERT INTO quiet_companies (company_id, until, basis)
            SELECT *, $3 FROM unnest($1::uuid[], $2::date[])
            ON CONFLICT (company_id) DO UPDATE SET until = excluded.until, basis = excluded.basis
            """,
            rows.map(\.key.rawValue),
            rows.map(\.value.postgresDay),
            basis
        )
    }
}
