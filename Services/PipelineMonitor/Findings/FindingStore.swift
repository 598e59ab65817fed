import Contracts
import Foundation
import FrenchBusiness
import Postgres

/// Open deals, and what was found wrong with them.
enum FindingStore {
    /// The next page of deals that may have something wrong: business days are never more than days, so the others
    /// cannot. Of a company that may not be prospected (it objected, it ceased) nobody is told to do anything.
    static func suspects(
        after last: DealID?,
        limit: Int,
        now: Date,
        today: CivilDate,
        in tx: isolated PostgresSession
    ) throws -> [OpenDeal] {
        try tx.query(
            """
            SELECT d.deal_id, d.lead_id, d.company_id, d.department_id, d.owner_id, d.title, d.stage,
                coalesce(v.label, d.stage), d.stage_since, v.limit_business_days, d.expected_close,
                greatest(d.next_step_on, l.next_step_on) AS step
            FROM deal_snapshots AS d
                LEFT JOIN sales.v_lead_stages AS v ON v.key = d.stage
                LEFT JOIN lead_snapshots AS l ON l.lead_id = d.lead_id
            WHERE d.state = 'open' AND NOT coalesce(l.barred, false) AND ($1::uuid IS NULL OR d.deal_id > $1)
                AND (d.stage_since < $3::timestamptz - make_interval(days => v.limit_business_days)
                    OR d.expected_close < $4 OR greatest(d.next_step_on, l.next_step_on) < $4)
            ORDER BY d.deal_id LIMIT $2
            """,
            last?.rawValue,
            limit,
            now,
            today.postgresDay
        ).map(deal)
    }

    private static func deal(_ row: PostgresRow) throws -> OpenDeal {
        OpenDeal(
            id: DealID(rawValue: try row.value(0)),
            leadID: LeadID(rawValue: try row.value(1)),
            companyID: CompanyID(rawValue: try row.value(2)),
            department: DepartmentID(rawValue: try row.value(3)),
            owner: try row.value(4, as: UUID?.self).map(UserID.init(rawValue:)),
            title: try row.value(5),
            stage: try row.value(6),
            stageLabel: try row.value(7),
            stageSince: try row.value(8),
            limitBusinessDays: try row.value(9),
            expectedClose: try row.value(10, as: CivilDay?.self).flatMap(CivilDate.init),
            nextStepOn: try row.value(11, as: CivilDay?.self).flatMap(CivilDate.init)
        )
    }

    /// Writes what was found at `now`.
    /// - Returns: for each, whether it was never found during this stay in the stage.
    static func save(
        _ found: [(deal: OpenDeal, finding: Finding)],
        now: Date,
        in tx: isolated PostgresSession
    ) throws -> [Bool] {
        guard !found.isEmpty else { return [] }
        let ids = found.map { _ in UUIDv7.make() }
        let rows = try tx.query(
            """
            INSERT INTO findings AS f (id, deal_id, department_id, kind, stage, stage_since, measured, threshold,
                suggestion, found_at, seen_at)
            SELECT *, $10, $10 FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::text[],
                $6::timestamptz[], $7::integer[], $8::integer[], $9::text[])
            ON CONFLICT (deal_id, kind, stage, stage_since) DO UPDATE SET measured = excluded.measured,
                threshold = excluded.threshold, suggestion = excluded.suggestion, seen_at = excluded.seen_at,
                resolved_at = NULL
            RETURNING id
            """,
            ids,
            found.map(\.deal.id.rawValue),
            found.map(\.deal.department.rawValue),
            found.map(\.finding.kind.rawValue),
            found.map(\.deal.stage),
            found.map(\.deal.stageSince),
            found.map(\.finding.measured),
            found.map(\.finding.threshold),
            found.map(\.finding.suggestion),
            now
        )
        // An earlier finding kept its own identity.
        let written = Set(try rows.values(as: UUID.self))
        return ids.map(written.contains)
    }

    /// What a whole look at `now` did not find any more.
    static func resolveUnseen(at now: Date, in tx: isolated PostgresSession) throws {
        try tx.execute("UPDATE findings SET resolved_at = $1 WHERE resolved_at IS NULL AND seen_at < $1", now)
    }

    /// The longest stuck deals of a department, worst first, for its report.
    static func worst(
        in department: DepartmentID,
        today: CivilDate,
        limit: Int,
        in tx: isolated PostgresSession
    ) throws -> [StuckLine] {
        try tx.query(
            """
            SELECT d.title, coalesce(v.label, f.stage), f.measured, f.threshold, f.suggestion
            FROM findings AS f JOIN deal_snapshots AS d USING (deal_id)
                LEFT JOIN sales.v_lead_stages AS v ON v.key = f.stage
            WHERE f.department_id = $1 AND f.kind = 'stuck' AND f.resolved_at IS NULL
                AND (f.snoozed_until IS NULL OR f.snoozed_until <= $3)
            ORDER BY f.measured - f.threshold DESC, f.id LIMIT $2
            """,
            department.rawValue,
            limit,
            today.postgresDay
        ).map { row in
            StuckLine(
                title: try row.value(0),
                stage: try row.value(1),
                days: try row.value(2),
                limit: try row.value(3),
                suggestion: try row.value(4)
            )
        }
    }
}
