import Contracts
import Foundation
import FrenchBusiness
import Postgres
import ServiceKit

/// Table `quiet_companies`: until when time alone changes nothing of a company's leads, so that a night need not read it.
/// Its rows are written while the company is locked.
enum QuietStore {
    /// What a row rests on; by other rules, another model or another release it says nothing.
    static func basis(_ judge: Judge) -> Int64 {
        var print = Fingerprint()
        print.add(Version.current)
        print.add(judge.model.label)
        print.add(judge.chances?.id.uuidString)
        return print.value
    }

    /// Something was heard of these companies, which are locked by an earlier statement.
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
