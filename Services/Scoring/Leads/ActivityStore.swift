import Contracts
import Foundation
import Postgres

/// What was done with leads: a set, so that neither order nor repetition matters.
enum ActivityStore {
    /// What is told late of an erased company does not come back.
    static func log(_ activities: [ActivityLogged]) -> PostgresStatement {
        PostgresStatement(
            """
            INSERT INTO activities (activity_id, lead_id, department_id, deal_id, kind, outcome, inbound, at, playbook,
                next_step_on)
            SELECT DISTINCT ON (id) id, lead, department, deal, kind, outcome, inbound, at, playbook, next
            FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::uuid[], $5::text[], $6::text[], $7::boolean[],
                $8::timestamptz[], $9::text[], $10::date[], $11::uuid[])
                AS e (id, lead, department, deal, kind, outcome, inbound, at, playbook, next, company)
            WHERE NOT EXISTS (
                SELECT FROM stops AS s WHERE s.company_id = e.company AND s.department_id = ''
                    AND s.code = 'withdrawn' AND s.source = 'erased' AND s.at >= e.at)
            ORDER BY id, at, kind, outcome, playbook, next
            ON CONFLICT DO NOTHING
            """,
            activities.map(\.activityID.rawValue),
            activities.map(\.leadID.rawValue),
            activities.map(\.department.rawValue),
            activities.map { $0.dealID?.rawValue },
            activities.map(\.kind),
            activities.map(\.outcome),
            activities.map(\.inbound),
            activities.map(\.at),
            activities.map { $0.playbook?.nonBlank },
            activities.map { $0.nextStepOn?.postgresDay },
            activities.map(\.companyID.rawValue)
        )
    }

    /// Drops what was done with erased companies: nothing is counted of it any more.
    static func forget(_ companies: [CompanyID]) -> PostgresStatement {
        PostgresStatement(
            """
            DELETE FROM activities AS a USING leads AS l WHERE l.company_id = ANY($1) AND a.lead_id = l.lead_id
            """,
            companies.map(\.rawValue)
        )
    }
}

extension String {
    /// Without spaces around it, and short enough for a name; nil when nothing is left.
    fileprivate var nonBlank: String? {
        let text = trimmingCharacters(in: .whitespacesAndNewlines).prefix(80)
        return text.isEmpty ? nil : String(text)
    }
}
