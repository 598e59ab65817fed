import Contracts
import Foundation
import Postgres

/// A company that ended, or that left the base or one department.
struct Departure: Sendable, Hashable {
    let company: CompanyID
    /// nil: every department's
    var department: DepartmentID?
    /// ``Silence/ceased`` or ``Silence/withdrawn``
    let reason: Silence
    let at: Date
}

/// Companies that nobody is sent to any more, until something newer is decided about them.
enum DepartureStore {
    /// Remembers them for what is still to be heard, and ends what waits to be said.
    static func note(_ departures: [Departure], now: Date, in tx: isolated PostgresSession) throws {
        guard !departures.isEmpty else { return }
        try tx.execute(
            """
            INSERT INTO departures AS d (company_id, department_id, reason, at)
            SELECT company, department, reason, max(at)
            FROM unnest($1::uuid[], $2::text[], $3::text[], $4::timestamptz[]) AS e (company, department, reason, at)
            GROUP BY company, department, reason ORDER BY company, department, reason
            ON CONFLICT (company_id, department_id, reason) DO UPDATE SET at = greatest(d.at, excluded.at)
            """,
            departures.map(\.company.rawValue),
            departures.map { $0.department?.rawValue ?? "" },
            departures.map(\.reason.rawValue),
            departures.map(\.at)
        )
        try tx.execute(
            """
            UPDATE messages AS m SET state = 'suppressed', state_reason = d.reason, ended_at = $3
            FROM departures AS d
            WHERE m.company_id = ANY($1::uuid[]) AND m.state = 'pending'
                AND d.company_id = m.company_id AND d.department_id IN ('', m.department_id)
                AND d.at >= coalesce(m.decided_at, m.created_at)
                AND (m.kind = ANY($2::text[]) OR (d.reason = 'withdrawn' AND m.kind = 'lead_taken'))
            """,
            Array(Set(departures.map(\.company.rawValue))),
            MessageKind.chases,
            now
        )
    }
}
