import Contracts
import Foundation
import Postgres

/// What the services publish of single leads.
enum ExplainStore {
    enum Subject: Sendable {
        case lead(UUID)
        case company(UUID)
        case siren(String)
    }

    static func leads(_ subject: Subject, in tx: isolated PostgresSession) throws -> [Explanation] {
        let (lead, company, siren): (UUID?, UUID?, String?) =
            switch subject {
            case .lead(let id): (id, nil, nil)
            case .company(let id): (nil, id, nil)
            case .siren(let digits): (nil, nil, digits)
            }
        let rows = try tx.query(
            """
            SELECT l.id, c.id, c.siren, c.name, l.department_id, a.state, a.exclusion_code, a.exclusion_text, e.state,
                t.status, t.reason, s.points, s.rule_set, u.email, d.id, d.reasons,
                k.contacts, k.since, k.inbound, k.until, s.lifts,
                (SELECT to_jsonb(v) FROM scoring.v_advice AS v WHERE v.lead_id = l.id)
            FROM intake.v_leads AS l
            JOIN intake.v_companies AS c ON c.id = l.company_id
            LEFT JOIN enrichment.v_companies AS e ON e.company_id = c.id
            LEFT JOIN enrichment.v_turnover_status AS t ON t.siren = c.siren
            LEFT JOIN scoring.v_scores AS s ON s.lead_id = l.id
            LEFT JOIN assignment.v_leads AS a ON a.lead_id = l.id
            LEFT JOIN assignment.v_decisions AS d ON d.id = a.decision_id
            LEFT JOIN people.v_users AS u ON u.id = a.owner_id
            LEFT JOIN LATERAL (
                SELECT count(*) AS contacts, min(v.clock_from)::date::text AS since,
                    max(v.inbound_at)::date::text AS inbound, min(v.keep_until)::text AS until
                FROM intake.v_contacts AS v
                WHERE v.company_id = c.id AND v.department_id = l.department_id AND v.withdrawn_at IS NULL) AS k ON true
            WHERE l.id = $1 OR c.id = $2 OR c.siren = $3
            ORDER BY l.department_id, l.id
            """,
            lead,
            company,
            siren
        )
        return try rows.map { row in try explanation(row, in: tx) }
    }

    /// Types of messages that the journals still have, by id.
    static func types(of messages: [UUID], in tx: isolated PostgresSession) throws -> [String: String] {
        let rows = try tx.query(
            "SELECT DISTINCT message_id, type FROM msg.v_journal WHERE message_id = ANY($1::uuid[])",
            messages
        )
        return try Dictionary(
            rows.map { row in (try row.value(0, as: UUID.self).wireText, try row.value(1, as: String.self)) }
        ) { first, _ in first }
    }

    private static func explanation(_ row: PostgresRow, in tx: isolated PostgresSession) throws -> Explanation {
        let lead: UUID = try row.value(0)
        let siren: String? = try row.value(2)
        let (code, text): (String?, String?) = (try row.value(6), try row.value(7))
        let (points, ruleSet): (Int?, String?) = (try row.value(11), try row.value(12))
        let (decision, reasons): (UUID?, [String]?) = (try row.value(14), try row.value(15))
        let since: String? = try row.value(17)
        let clock = try since.map { from in
            DataClock(
                contacts: try row.value(16, as: Int.self),
                from: from,
                inbound: try row.value(18),
                until: try row.value(19)
            )
        }
        let lines = try SummaryStore.lines(of: [lead], in: tx)[lead] ?? []
        return Explanation(
            lead: lead.uuidString.lowercased(),
            company: try row.value(1, as: UUID.self).uuidString.lowercased(),
            siren: siren,
            name: try row.value(3),
            department: try row.value(4),
            state: try row.value(5),
            exclusion: code.map { Summary.Reason(code: $0, text: text ?? $0) },
            enrichment: try row.value(8),
            turnoverStatus: try row.value(9),
            turnoverReason: try row.value(10),
            turnover: try siren.map { try SummaryStore.turnover(of: [$0], in: tx)[$0] ?? [] } ?? [],
            score: points.map { Summary.Score(points: $0, ruleSet: ruleSet ?? "", lines: lines) },
            owner: try row.value(13),
            lifts: try row.value(20, as: JSONB?.self).map { try Wire.decode([Explanation.Lift].self, from: $0.bytes) },
            decision: decision.map { Summary.Decision(id: $0.uuidString.lowercased(), reasons: reasons ?? []) },
            notifications: try SummaryStore.notifications(of: [lead], in: tx)[lead] ?? [],
            clock: clock,
            advice: try row.value(21, as: JSONB?.self).map {
                try AdvicePart.decoder.decode(AdvicePart.self, from: Data($0.bytes))
            }
        )
    }
}
