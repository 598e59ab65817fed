import Contracts
import Foundation
import Postgres

/// Where leads stand.
enum LeadStore {
    static func read(_ ids: [LeadID]) -> PostgresStatement {
        PostgresStatement(
            """
            SELECT lead_id, company_id, department_id, state, owner_id, decision_id, points, priority, urgency,
                departement, section, size_class, card, exclusion_code, exclusion_text, exclusion_by, due_at, since,
                score_version, scored_at, version, owner_hint, status_read_at, held_since, asked_at
            FROM leads WHERE lead_id = ANY($1::uuid[]) ORDER BY lead_id FOR UPDATE
            """,
            ids.map(\.rawValue)
        )
    }

    static func leads(of companies: [CompanyID], in tx: isolated PostgresSession) throws -> [LeadRow] {
        try tx.query(
            """
            SELECT lead_id, company_id, department_id, state, owner_id, decision_id, points, priority, urgency,
                departement, section, size_class, card, exclusion_code, exclusion_text, exclusion_by, due_at, since,
                score_version, scored_at, version, owner_hint, status_read_at, held_since, asked_at
            FROM leads WHERE company_id = ANY($1::uuid[]) ORDER BY lead_id FOR UPDATE
            """,
            companies.map(\.rawValue)
        ).map(row)
    }

    /// Who waits for a colleague in a department, best first, after `last`; not those whose register is being read.
    /// - Parameter readSince: set: only those whose status was read since.
    static func waiting(
        in department: DepartmentID,
        after last: LeadRow?,
        readSince: Date?,
        now: Date,
        limit: Int,
        in tx: isolated PostgresSession
    ) throws -> [LeadRow] {
        try tx.query(
            """
            SELECT lead_id, company_id, department_id, state, owner_id, decision_id, points, priority, urgency,
                departement, section, size_class, card, exclusion_code, exclusion_text, exclusion_by, due_at, since,
                score_version, scored_at, version, owner_hint, status_read_at, held_since, asked_at
            FROM leads
            WHERE department_id = $1 AND state IN ('pooled', 'unassignable')
                AND ($2::integer IS NULL OR (-priority, lead_id) > (-$2, $3::uuid))
                AND (asked_at IS NULL OR asked_at <= CASE state WHEN 'pooled' THEN $5::timestamptz ELSE $6::timestamptz END)
                AND ($7::timestamptz IS NULL OR coalesce(status_read_at, scored_at) >= $7 OR card ->> 'siren' IS NULL)
            ORDER BY priority DESC, lead_id LIMIT $4 FOR UPDATE
            """,
            department.rawValue,
            last?.priority,
            last?.leadID.rawValue,
            limit,
            now.addingTimeInterval(-StatusAge.pause),
            now.addingTimeInterval(-StatusAge.longPause),
            readSince
        ).map(row)
    }

    /// Readings of registers asked for within the pause and not answered yet.
    static func asked(in department: DepartmentID, at now: Date, _ tx: isolated PostgresSession) throws -> Int {
        try tx.query(
            "SELECT count(*) FROM leads WHERE department_id = $1 AND asked_at > $2",
            department.rawValue,
            now.addingTimeInterval(-StatusAge.pause)
        ).values(as: Int.self).first ?? 0
    }

    /// Whom lists name as the owners of leads that wait, each once.
    static func ownersNamed(in department: DepartmentID, limit: Int, _ tx: isolated PostgresSession) throws -> [String]
    {
        try tx.query(
            """
            SELECT DISTINCT owner_hint FROM leads
            WHERE department_id = $1 AND state IN ('pooled', 'unassignable') AND owner_hint IS NOT NULL
            ORDER BY owner_hint LIMIT $2
            """,
            department.rawValue,
            limit
        ).values(as: String.self)
    }

    /// Leads that wait though a list names one of `owners`; not those whose register is being read.
    static func waiting(
        named owners: [String],
        in department: DepartmentID,
        now: Date,
        limit: Int,
        _ tx: isolated PostgresSession
    ) throws -> [LeadRow] {
        guard !owners.isEmpty else { return [] }
        return try tx.query(
            """
            SELECT lead_id, company_id, department_id, state, owner_id, decision_id, points, priority, urgency,
                departement, section, size_class, card, exclusion_code, exclusion_text, exclusion_by, due_at, since,
                score_version, scored_at, version, owner_hint, status_read_at, held_since, asked_at
            FROM leads
            WHERE department_id = $1 AND state IN ('pooled', 'unassignable') AND owner_hint = ANY($2::text[])
                AND (asked_at IS NULL OR asked_at <= CASE state WHEN 'pooled' THEN $4::timestamptz ELSE $5::timestamptz END)
            ORDER BY lead_id LIMIT $3 FOR UPDATE
            """,
            department.rawValue,
            owners,
            limit,
            now.addingTimeInterval(-StatusAge.pause),
            now.addingTimeInterval(-StatusAge.longPause)
        ).map(row)
    }

    /// Leads of colleagues who left.
    static func left(
        by gone: [UserID],
        in department: DepartmentID,
        limit: Int,
        _ tx: isolated PostgresSession
    ) throws -> [LeadRow] {
        guard !gone.isEmpty else { return [] }
        return try tx.query(
            """
            SELECT lead_id, company_id, department_id, state, owner_id, decision_id, points, priority, urgency,
                departement, section, size_class, card, exclusion_code, exclusion_text, exclusion_by, due_at, since,
                score_version, scored_at, version, owner_hint, status_read_at, held_since, asked_at
            FROM leads WHERE state = 'owned' AND owner_id = ANY($1::uuid[]) AND department_id = $2
            ORDER BY priority DESC, lead_id LIMIT $3 FOR UPDATE
            """,
            gone.map(\.rawValue),
            department.rawValue,
            limit
        ).map(row)
    }

    /// Critical leads that an absent colleague has not touched.
    static func untouched(
        by away: [UserID],
        in department: DepartmentID,
        limit: Int,
        _ tx: isolated PostgresSession
    ) throws -> [LeadRow] {
        guard !away.isEmpty else { return [] }
        return try tx.query(
            """
            SELECT lead_id, company_id, department_id, state, owner_id, decision_id, points, priority, urgency,
                departement, section, size_class, card, exclusion_code, exclusion_text, exclusion_by, due_at, since,
                score_version, scored_at, version, owner_hint, status_read_at, held_since, asked_at
            FROM leads AS l
            WHERE state = 'owned' AND owner_id = ANY($1::uuid[]) AND department_id = $2 AND urgency = 'critical'
                AND EXISTS (SELECT FROM sla_clocks AS c WHERE c.lead_id = l.lead_id AND c.ended_at IS NULL)
            ORDER BY priority DESC, lead_id LIMIT $3 FOR UPDATE OF l
            """,
            away.map(\.rawValue),
            department.rawValue,
            limit
        ).map(row)
    }

    /// Departments in which a lead waits for a colleague, or has one of `owners`.
    static func departments(waitingOrOf owners: [UserID], in tx: isolated PostgresSession) throws -> [DepartmentID] {
        try tx.query(
            """
            SELECT department_id FROM people.v_departments AS d (department_id, name, active, version)
            WHERE EXISTS (
                SELECT FROM leads AS l
                WHERE l.department_id = d.department_id AND l.state IN ('pooled', 'unassignable'))
            UNION SELECT department_id FROM leads WHERE state = 'owned' AND owner_id = ANY($1::uuid[])
            ORDER BY 1
            """,
            owners.map(\.rawValue)
        ).map { DepartmentID(rawValue: try $0.value(0)) }
    }

    static func save(_ rows: [LeadRow]) throws -> PostgresStatement {
        let rows = rows.sorted { $0.leadID.description < $1.leadID.description }
        return PostgresStatement(
            """
            INSERT INTO leads AS l (lead_id, company_id, department_id, state, owner_id, decision_id, points, priority,
                urgency, departement, section, size_class, card, exclusion_code, exclusion_text, exclusion_by, due_at,
                since, score_version, scored_at, version, owner_hint, status_read_at, held_since, asked_at)
            SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::uuid[], $6::uuid[], $7::integer[],
                $8::integer[], $9::text[], $10::text[], $11::text[], $12::text[], $13::jsonb[], $14::text[],
                $15::text[], $16::text[], $17::timestamptz[], $18::timestamptz[], $19::bigint[], $20::timestamptz[],
                $21::bigint[], $22::text[], $23::timestamptz[], $24::timestamptz[], $25::timestamptz[])
            ON CONFLICT (lead_id) DO UPDATE SET company_id = excluded.company_id, state = excluded.state,
                owner_id = excluded.owner_id, decision_id = excluded.decision_id, points = excluded.points,
                priority = excluded.priority, urgency = excluded.urgency, departement = excluded.departement,
                section = excluded.section, size_class = excluded.size_class, card = excluded.card,
                exclusion_code = excluded.exclusion_code, exclusion_text = excluded.exclusion_text,
                exclusion_by = excluded.exclusion_by, due_at = excluded.due_at, since = excluded.since,
                score_version = excluded.score_version, scored_at = excluded.scored_at, version = excluded.version,
                owner_hint = excluded.owner_hint, status_read_at = excluded.status_read_at,
                held_since = excluded.held_since, asked_at = excluded.asked_at
            """,
            rows.map(\.leadID.rawValue),
            rows.map(\.companyID.rawValue),
            rows.map(\.department.rawValue),
            rows.map(\.state.name),
            rows.map(\.owner?.rawValue),
            rows.map(\.decisionID?.rawValue),
            rows.map(\.points),
            rows.map(\.priority),
            rows.map(\.urgency.rawValue),
            rows.map(\.departement),
            rows.map(\.section),
            rows.map(\.sizeClass),
            try rows.map { JSONB(try Wire.encode($0.card)) },
            rows.map(\.bar?.code),
            rows.map(\.bar?.text),
            rows.map(\.bar?.by.rawValue),
            rows.map(\.dueAt),
            rows.map(\.since),
            rows.map(\.scoreVersion),
            rows.map(\.scoredAt),
            rows.map(\.version),
            rows.map(\.ownerHint),
            rows.map(\.statusReadAt),
            rows.map(\.heldSince),
            rows.map(\.askedAt)
        )
    }

    /// A company's name may be a person's; scores bring an official one back.
    /// - Parameter department: nil: in all.
    static func forgetNames(
        of companies: [CompanyID],
        in department: DepartmentID?,
        _ tx: isolated PostgresSession
    ) throws {
        try tx.execute(
            """
            UPDATE leads SET card = card - 'companyName', version = version + 1
            WHERE company_id = ANY($1::uuid[]) AND ($2::text IS NULL OR department_id = $2)
            """,
            companies.map(\.rawValue),
            department?.rawValue
        )
    }
}

extension LeadStore {
    static func row(_ row: PostgresRow) throws -> LeadRow {
        LeadRow(
            leadID: LeadID(rawValue: try row.value(0)),
            companyID: CompanyID(rawValue: try row.value(1)),
            department: DepartmentID(rawValue: try row.value(2)),
            state: try state(row),
            decisionID: try row.value(5, as: UUID?.self).map(DecisionID.init(rawValue:)),
            points: try row.value(6),
            priority: try row.value(7),
            urgency: Urgency(wire: try row.value(8)),
            departement: try row.value(9),
            section: try row.value(10),
            sizeClass: try row.value(11, as: String?.self) ?? "unknown",
            card: try Wire.decode(LeadCard.self, from: row.value(12, as: JSONB.self).bytes),
            ownerHint: try row.value(21),
            dueAt: try row.value(16),
            since: try row.value(17),
            scoreVersion: try row.value(18),
            scoredAt: try row.value(19),
            version: try row.value(20),
            statusReadAt: try row.value(22),
            heldSince: try row.value(23),
            askedAt: try row.value(24)
        )
    }

    private static func state(_ row: PostgresRow) throws -> LeadRow.State {
        switch try row.value(3, as: String.self) {
        case "owned": .owned(UserID(rawValue: try row.value(4)))
        case "pooled": .pooled
        case "excluded":
            .excluded(
                LeadRow.Bar(
                    code: try row.value(13),
                    text: try row.value(14, as: String?.self) ?? "",
                    by: LeadRow.Bar.Speaker(rawValue: try row.value(15, as: String?.self) ?? "") ?? .score
                )
            )
        default: .unassignable
        }
    }
}

extension LeadRow.State {
    var name: String {
        switch self {
        case .owned: "owned"
        case .pooled: "pooled"
        case .unassignable: "unassignable"
        case .excluded: "excluded"
        }
    }
}
