import Contracts
import Foundation
import Messaging
import Postgres

/// Why companies must not be prospected, beyond their facts.
enum StopStore {
    /// The first objection counts, and for good.
    static func oppose(_ objections: [(company: CompanyID, event: ObjectionRecorded)]) -> PostgresStatement {
        let events = objections.map(\.event)
        return PostgresStatement(
            """
            INSERT INTO stops AS s (company_id, department_id, code, source, at)
            SELECT DISTINCT ON (id, department_id) id, department_id, 'opposed', source, at
            FROM unnest($1::uuid[], $2::text[], $3::text[], $4::timestamptz[]) AS e (id, department_id, source, at)
            ORDER BY id, department_id, at, source
            ON CONFLICT (company_id, department_id, code) DO UPDATE SET source = excluded.source, at = excluded.at
            WHERE (excluded.at, excluded.source) < (s.at, s.source)
            """,
            objections.map(\.company.rawValue),
            events.map { $0.department?.rawValue ?? "" },
            events.map(\.source),
            events.map(\.at)
        )
    }

    /// The last withdrawal counts, until the lead is registered again.
    static func withdraw(_ deliveries: [Delivery<CompanyWithdrawn>]) -> PostgresStatement {
        let events = deliveries.map(\.message)
        return PostgresStatement(
            """
            INSERT INTO stops AS s (company_id, department_id, code, source, at)
            SELECT DISTINCT ON (id, department_id) id, department_id, 'withdrawn', source, at
            FROM unnest($1::uuid[], $2::text[], $3::text[], $4::timestamptz[]) AS e (id, department_id, source, at)
            ORDER BY id, department_id, at DESC, source DESC
            ON CONFLICT (company_id, department_id, code) DO UPDATE SET source = excluded.source, at = excluded.at
            WHERE (excluded.at, excluded.source) > (s.at, s.source)
            """,
            events.map(\.companyID.rawValue),
            events.map { $0.department?.rawValue ?? "" },
            events.map(\.reason),
            deliveries.map(\.envelope.occurredAt)
        )
    }
}
