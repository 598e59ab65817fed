import Contracts
import FrenchBusiness
import Postgres

/// Where leads stand, and what is planned with them.
enum LeadSnapshotStore {
    /// - Parameter changes: one per lead.
    static func save(_ changes: [LeadChange], in tx: isolated PostgresSession) throws {
        let changes = changes.sorted { $0.lead.description < $1.lead.description }
        try tx.execute(
            """
            INSERT INTO lead_snapshots AS l
                (lead_id, department_id, registered, score_version, barred, state, state_version)
            SELECT * FROM unnest($1::uuid[], $2::text[], $3::boolean[], $4::bigint[], $5::boolean[], $6::text[],
                $7::bigint[])
            ON CONFLICT (lead_id) DO UPDATE SET registered = l.registered OR excluded.registered,
                barred = CASE WHEN excluded.score_version > l.score_version THEN excluded.barred ELSE l.barred END,
                score_version = greatest(l.score_version, excluded.score_version),
                state = CASE WHEN excluded.state_version > l.state_version THEN excluded.state ELSE l.state END,
                state_version = greatest(l.state_version, excluded.state_version)
            """,
            changes.map(\.lead.rawValue),
            changes.map(\.department.rawValue),
            changes.map(\.registered),
            changes.map(\.scoreVersion),
            changes.map(\.barred),
            changes.map(\.state),
            changes.map(\.stateVersion)
        )
    }

    /// The latest activity counts, and of two at one moment the later plan.
    static func note(_ activities: [ActivityLogged], in tx: isolated PostgresSession) throws {
        try tx.execute(
            """
            INSERT INTO lead_snapshots AS l (lead_id, department_id, last_activity_at, next_step_on)
            SELECT DISTINCT ON (lead_id) *
            FROM unnest($1::uuid[], $2::text[], $3::timestamptz[], $4::date[]) AS e (lead_id, department_id, at, step)
            ORDER BY lead_id, at DESC, step DESC NULLS LAST
            ON CONFLICT (lead_id) DO UPDATE SET last_activity_at = excluded.last_activity_at,
                next_step_on = excluded.next_step_on
            WHERE l.last_activity_at IS NULL
                OR (excluded.last_activity_at, coalesce(excluded.next_step_on, '-infinity'))
                    > (l.last_activity_at, coalesce(l.next_step_on, '-infinity'))
            """,
            activities.map(\.leadID.rawValue),
            activities.map(\.department.rawValue),
            activities.map(\.at),
            activities.map { $0.nextStepOn?.postgresDay }
        )
    }
}

extension CivilDate {
    /// The same day as a `date` column holds it.
    var postgresDay: CivilDay {
        let (year, month, day) = fields
        return CivilDay(year: year, month: month, day: day)
    }

    init?(_ day: CivilDay) {
        self.init(year: day.year, month: day.month, day: day.day)
    }
}
