import Contracts
import Foundation
import Postgres

/// What was done with leads: a set, so that neither order nor repetition matters.
enum ActivityStore {
    static func log(_ activities: [ActivityLogged]) -> PostgresStatement {
        PostgresStatement(
            """
            INSERT INTO activities (activity_id, lead_id, department_id, deal_id, kind, outcome, inbound, at)
            SELECT DISTINCT ON (id) id, lead, department, deal, kind, outcome, inbound, at
            FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::uuid[], $5::text[], $6::text[], $7::boolean[],
                $8::timestamptz[]) AS e (id, lead, department, deal, kind, outcome, inbound, at)
            ORDER BY id, at, kind, outcome
            ON CONFLICT DO NOTHING
            """,
            activities.map(\.activityID.rawValue),
            activities.map(\.leadID.rawValue),
            activities.map(\.department.rawValue),
            activities.map { $0.dealID?.rawValue },
            activities.map(\.kind),
            activities.map(\.outcome),
            activities.map(\.inbound),
            activities.map(\.at)
        )
    }
}
