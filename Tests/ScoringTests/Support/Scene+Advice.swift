import Contracts
import Foundation
import FrenchBusiness
import Postgres
import TestSupport

@testable import Scoring

extension Heard {
    init(any event: any Event) { self.init(event) }
}

extension Scene {
    /// « wait unanswered 2026-11-24 »; nil: nothing is advised.
    func advised(_ subject: Subject) async throws -> String? {
        try await pool.transaction { tx in
            try tx.query(
                "SELECT concat_ws(' ', action, reason, until) FROM advice WHERE lead_id = $1",
                subject.lead.rawValue
            ).values(as: String.self).first
        }
    }

    func count(at moment: Date) async throws {
        try await pool.transaction { tx in try AdviceJobs(zone: .paris).countCalls(at: moment, in: tx) }
    }

    func compare(at moment: Date) async throws {
        try await pool.transaction { tx in try AdviceJobs(zone: .paris).comparePlaybooks(at: moment, in: tx) }
    }

    /// Calls of a department at one moment, every other one answered.
    func callOften(_ department: String, reachedOf calls: Int, at moment: String) async throws {
        try await callOften(department, reached: (calls + 1) / 2, of: calls, at: moment)
    }

    func callOften(_ department: String, reached: Int, of calls: Int, at moment: String) async throws {
        try await pool.transaction { tx in
            try tx.execute(
                """
                INSERT INTO activities (activity_id, lead_id, department_id, kind, outcome, inbound, at)
                SELECT gen_random_uuid(), gen_random_uuid(), $1, 'call',
                    CASE WHEN n <= $2 THEN 'reached' ELSE 'voicemail' END, false, $4::text::timestamptz
                FROM generate_series(1, $3::bigint) AS n
                """,
                department,
                reached,
                calls,
                moment
            )
        }
    }

    /// Leads of a department that were each spoken with once, some of which met us a week later.
    func contact(_ department: String, playbook: String?, leads: Int, good: Int, daysAgo: Int) async throws {
        let at = Known.ago(24 * Double(daysAgo))
        try await pool.transaction { tx in
            try tx.execute(
                """
                WITH made AS MATERIALIZED (
                    SELECT gen_random_uuid() AS lead_id, n FROM generate_series(1, $3::bigint) AS n
                ), called AS (
                    INSERT INTO activities (activity_id, lead_id, department_id, kind, outcome, inbound, at, playbook)
                    SELECT gen_random_uuid(), lead_id, $1, 'call', 'reached', false, $5::timestamptz, $2 FROM made
                )
                INSERT INTO activities (activity_id, lead_id, department_id, kind, inbound, at)
                SELECT gen_random_uuid(), lead_id, $1, 'meeting', false, $5::timestamptz + interval '7 days'
                FROM made WHERE n <= $4
                """,
                department,
                playbook,
                leads,
                good,
                at
            )
        }
    }

    /// As somebody of one department reads.
    func reading<T: Sendable>(
        _ department: String,
        _ read: @escaping @Sendable (isolated PostgresSession) throws -> T
    ) async throws -> T {
        let reader = PostgresPool(database.config(role: "filon_console"), size: 1)
        let value = try await reader.transaction { tx in
            try tx.execute("SELECT set_config('filon.departments', $1, true)", department)
            return try read(tx)
        }
        await reader.close()
        return value
    }
}
