import Contracts
import Foundation
import Postgres

/// A line of the list of leads.
struct LeadListItem: Codable, Sendable {
    let id: UUID
    let companyId: UUID
    let department: String
    let name: String
    let siren: String?
    let city: String?
    let state: String
    let owner: UUID?
    /// nil, like what follows, while the lead waits for identification
    let points: Int?
    let priority: Int?
    let urgency: String?
    let sizeClass: String?
    let dueAt: Date?
}

/// What to list, and after which lead to go on.
struct LeadQuery: Sendable {
    var departments: [String]
    var state: LeadListState
    var owner: UUID?
    /// folded by the database
    var name: String?
    var after: (priority: Int, id: UUID)?
    var limit: Int
}

enum LeadListStore {
    /// Leads best first; each department's are read in the order of their index, no further than the page reaches. A
    /// name's part is looked up in the companies first, of which at most 2,000 are considered.
    static func page(_ query: LeadQuery, in tx: isolated PostgresSession) throws -> [LeadListItem] {
        guard query.state != .toIdentify else { return try WaitingStore.page(query, in: tx) }
        return try tx.query(
            """
            WITH found AS MATERIALIZED (
                SELECT array_agg(id) AS ids FROM (
                    SELECT id FROM intake.v_companies
                    WHERE $5::text IS NOT NULL AND search_name LIKE '%' || msg.fold($5) || '%' LIMIT 2000) AS c
            ), page AS (
                SELECT q.* FROM unnest($1::text[]) AS seen (department)
                CROSS JOIN LATERAL (
                    SELECT v.lead_id, v.company_id, v.department_id, v.state, v.owner_id, v.points, v.priority,
                        v.urgency, v.size_class, v.due_at
                    FROM assignment.v_queue AS v
                    WHERE v.department_id = seen.department AND v.state = $2
                        AND ($3::uuid IS NULL OR v.owner_id = $3)
                        AND ($5::text IS NULL OR v.company_id = ANY((SELECT ids FROM found)::uuid[]))
                        AND ($6::integer IS NULL OR (v.priority <= $6 AND (v.priority < $6 OR v.lead_id > $7)))
                    LIMIT $4) AS q
                ORDER BY q.priority DESC, q.lead_id LIMIT $4
            )
            SELECT p.lead_id, p.company_id, p.department_id,
                coalesce(c.name, c.trade_name, 'SIREN ' || c.siren, 'Sans nom'), c.siren, c.city, p.state, p.owner_id,
                p.points, p.priority, p.urgency, p.size_class, p.due_at
            FROM page AS p JOIN intake.v_companies AS c ON c.id = p.company_id
            ORDER BY p.priority DESC, p.lead_id
            """,
            query.departments,
            query.state.rawValue,
            query.owner,
            query.limit,
            query.name,
            query.after?.priority,
            query.after?.id
        ).map { row in
            LeadListItem(
                id: try row.value(0),
                companyId: try row.value(1),
                department: try row.value(2),
                name: try row.value(3),
                siren: try row.value(4),
                city: try row.value(5),
                state: try row.value(6),
                owner: try row.value(7),
                points: try row.value(8),
                priority: try row.value(9),
                urgency: try row.value(10),
                sizeClass: try row.value(11),
                dueAt: try row.value(12)
            )
        }
    }
}
