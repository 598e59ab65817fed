import Foundation
import Postgres

/// What the services publish of an import's companies.
enum SummaryStore {
    static func facts(of importID: UUID, in tx: isolated PostgresSession) throws -> SummaryFacts {
        let rows = try rows(of: importID, in: tx)
        let leads = Array(Set(rows.compactMap(\.leadID)))
        return SummaryFacts(
            rows: rows,
            lines: try lines(of: leads, in: tx),
            turnover: try turnover(of: Array(Set(rows.compactMap(\.siren))), in: tx),
            notifications: try notifications(of: leads, in: tx)
        )
    }

    private static func rows(of importID: UUID, in tx: isolated PostgresSession) throws -> [SummaryFacts.Row] {
        try tx.query(
            """
            SELECT r.line, r.result, r.code, r.message, r.lead_id, r.department_id, c.siren, c.name, c.status, a.state,
                coalesce(a.exclusion_code, s.exclusion_code), coalesce(a.exclusion_text, s.exclusion_text), s.points,
                s.rule_set, s.trend, u.email, u.display_name, d.id, d.kind, d.reasons, t.status
            FROM intake.v_import_rows AS r
            LEFT JOIN intake.v_companies AS c ON c.id = r.company_id
            LEFT JOIN assignment.v_leads AS a ON a.lead_id = r.lead_id
            LEFT JOIN scoring.v_scores AS s ON s.lead_id = r.lead_id
            LEFT JOIN people.v_users AS u ON u.id = a.owner_id
            LEFT JOIN assignment.v_decisions AS d ON d.id = a.decision_id
            LEFT JOIN enrichment.v_turnover_status AS t ON t.siren = c.siren
            WHERE r.batch_id = $1 ORDER BY r.line
            """,
            importID
        ).map(row)
    }

    private static func row(_ row: PostgresRow) throws -> SummaryFacts.Row {
        let (code, text): (String?, String?) = (try row.value(10), try row.value(11))
        let (decision, kind, reasons): (UUID?, String?, [String]?) = (
            try row.value(17), try row.value(18), try row.value(19)
        )
        return SummaryFacts.Row(
            line: try row.value(0),
            result: try row.value(1),
            code: try row.value(2),
            message: try row.value(3),
            leadID: try row.value(4),
            department: try row.value(5),
            siren: try row.value(6),
            name: try row.value(7),
            companyStatus: try row.value(8),
            assignment: try row.value(9),
            exclusion: code.map { Summary.Reason(code: $0, text: text ?? $0) },
            points: try row.value(12),
            ruleSet: try row.value(13),
            trend: try row.value(14),
            owner: try row.value(15),
            ownerName: try row.value(16),
            decision: decision.map { SummaryFacts.Decision(id: $0, kind: kind ?? "", reasons: reasons ?? []) },
            turnoverStatus: try row.value(20)
        )
    }

    static func lines(of leads: [UUID], in tx: isolated PostgresSession) throws -> [UUID: [Summary.Line]] {
        let rows = try tx.query(
            """
            SELECT lead_id, rule, points, input, source, source_date, text FROM scoring.v_score_lines
            WHERE lead_id = ANY($1::uuid[]) ORDER BY lead_id, position
            """,
            leads
        )
        return try grouped(rows) { row in
            Summary.Line(
                rule: try row.value(1),
                points: try row.value(2),
                input: try row.value(3),
                source: try row.value(4),
                date: try row.value(5, as: CivilDay?.self)?.description,
                text: try row.value(6)
            )
        }
    }

    static func turnover(of sirens: [String], in tx: isolated PostgresSession) throws -> [String: [Summary.Year]] {
        let rows = try tx.query(
            """
            -- One line a closing date: a figure before none, own accounts before the group's.
            SELECT DISTINCT ON (siren, closing_date) siren, closing_date, months, amount_cents, source
            FROM enrichment.v_turnover
            WHERE siren = ANY($1::text[])
            ORDER BY siren, closing_date DESC, amount_cents IS NULL, kind DESC, source
            """,
            sirens
        )
        return try grouped(rows) { row in
            Summary.Year(
                closingDate: try row.value(1, as: CivilDay.self).description,
                months: try row.value(2),
                amountCents: try row.value(3),
                source: try row.value(4)
            )
        }
    }

    static func notifications(
        of leads: [UUID],
        in tx: isolated PostgresSession
    ) throws -> [UUID: [Summary.Notification]] {
        let rows = try tx.query(
            """
            SELECT lead_id, id, channel, state FROM notification.v_messages
            WHERE lead_id = ANY($1::uuid[]) ORDER BY lead_id, created_at, id
            """,
            leads
        )
        return try grouped(rows) { row in
            Summary.Notification(
                id: try row.value(1, as: UUID.self).uuidString.lowercased(),
                channel: try row.value(2),
                state: try row.value(3)
            )
        }
    }

    /// By the first column.
    private static func grouped<Key: PostgresDecodable & Hashable, Value>(
        _ rows: PostgresRows,
        _ value: (PostgresRow) throws -> Value
    ) throws -> [Key: [Value]] {
        var groups: [Key: [Value]] = [:]
        for row in rows { groups[try row.value(0, as: Key.self), default: []].append(try value(row)) }
        return groups
    }
}
