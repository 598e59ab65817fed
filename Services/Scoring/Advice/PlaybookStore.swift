import Contracts
import Foundation
import Postgres

/// Table `playbooks`, department by department and channel by channel.
enum PlaybookStore {
    struct Channel: Hashable, Sendable {
        let department: DepartmentID
        /// call or email
        let kind: String
    }

    /// A playbook by its folded name, with how it is written most.
    struct Name: Hashable, Sendable {
        let key: String
        let text: String
    }

    /// Playbooks of the last year, the most used first.
    static func names(since: Date, in tx: isolated PostgresSession) throws -> [Channel: [Name]] {
        var names: [Channel: [Name]] = [:]
        let rows = try tx.query(
            """
            SELECT department_id, kind, lower(playbook), mode() WITHIN GROUP (ORDER BY playbook)
            FROM activities WHERE playbook IS NOT NULL AND kind IN ('call', 'email') AND NOT inbound AND at > $1
            GROUP BY 1, 2, 3 ORDER BY 1, 2, count(*) DESC, 3
            """,
            since
        )
        for row in rows {
            let (department, kind, key, text) = try row.decode(String.self, String.self, String.self, String.self)
            names[Channel(department: DepartmentID(rawValue: department), kind: kind), default: []]
                .append(Name(key: key, text: text))
        }
        return names
    }

    /// Contacts of departments that use playbooks, by playbook and stratum. Of each lead and channel the first contact
    /// counts, and the second among later ones: who is called often does not count more. A call is a contact when somebody
    /// answered: a script cannot have any effect before. Good ends are what comes within `horizon`: the prospect is in
    /// touch, meets us, or a deal begins or is won; contacts younger than that do not count yet.
    static func groups(
        since: Date,
        until moment: Date,
        horizon: Double,
        in tx: isolated PostgresSession
    ) throws -> [Channel: [Playbooks.Group]] {
        var groups: [Channel: [Playbooks.Group]] = [:]
        let rows = try tx.query(
            """
            WITH measured AS MATERIALIZED (
                SELECT DISTINCT department_id FROM activities WHERE playbook IS NOT NULL
            ), contacts AS (
                SELECT a.lead_id, a.department_id, a.kind, lower(a.playbook) AS playbook, a.at,
                    row_number() OVER (PARTITION BY a.lead_id, a.kind ORDER BY a.at, a.activity_id) AS nth
                FROM activities AS a JOIN measured AS u ON u.department_id = a.department_id
                WHERE NOT a.inbound AND a.at > $1 AND (a.kind = 'email'
                    OR (a.kind = 'call' AND a.outcome IN ('reached', 'callback', 'not_interested')))
            )
            SELECT c.department_id, c.kind, c.playbook, c.nth || coalesce(b.band, '-'), count(*),
                count(*) FILTER (WHERE EXISTS (
                    SELECT FROM activities AS g
                    WHERE g.lead_id = c.lead_id AND (g.inbound OR g.kind = 'meeting')
                        AND g.at > c.at AND g.at <= c.at + make_interval(secs => $3)
                ) OR EXISTS (
                    SELECT FROM deals AS d
                    WHERE d.lead_id = c.lead_id AND (
                        (d.created_at > c.at AND d.created_at <= c.at + make_interval(secs => $3))
                        OR (d.state = 'won' AND d.closed_at > c.at
                            AND d.closed_at <= c.at + make_interval(secs => $3)))))
            FROM contacts AS c
            LEFT JOIN LATERAL (
                SELECT h.band FROM score_history AS h WHERE h.lead_id = c.lead_id AND h.computed_at <= c.at
                ORDER BY h.version DESC LIMIT 1
            ) AS b ON true
            WHERE c.nth <= 2 AND c.at <= $2
            GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4
            """,
            since,
            moment.addingTimeInterval(-horizon),
            horizon
        )
        for row in rows {
            let (department, kind, playbook, stratum, contacts, good) = try row.decode(
                String.self,
                String.self,
                String?.self,
                String.self,
                Int.self,
                Int.self
            )
            groups[Channel(department: DepartmentID(rawValue: department), kind: kind), default: []].append(
                Playbooks.Group(playbook: playbook, stratum: stratum, ends: Ends(contacts: contacts, good: good))
            )
        }
        return groups
    }

    struct Row: Sendable {
        let channel: Channel
        let name: Name
        let judged: Playbooks.Judged
    }

    /// Puts these in the place of all that stand.
    static func replace(_ rows: [Row], in tx: isolated PostgresSession) throws {
        let judged = rows.map(\.judged)
        // Another may be the best now: the old one steps back first.
        try tx.enqueue("UPDATE playbooks SET is_best = false WHERE is_best")
        try tx.execute(
            """
            WITH found AS MATERIALIZED (
                SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::boolean[],
                    $7::bigint[], $8::bigint[], $9::bigint[], $10::bigint[], $11::integer[], $12::integer[],
                    $13::integer[]) AS f (department_id, kind, key, name, verdict, is_best, with_contacts, with_good,
                        without_contacts, without_good, uplift_basis_points, low_basis_points, high_basis_points)
            ), gone AS (
                DELETE FROM playbooks AS p WHERE NOT EXISTS (
                    SELECT FROM found AS f
                    WHERE f.department_id = p.department_id AND f.kind = p.kind AND f.key = p.key)
            )
            INSERT INTO playbooks AS p (department_id, kind, key, name, verdict, is_best, with_contacts, with_good,
                without_contacts, without_good, uplift_basis_points, low_basis_points, high_basis_points)
            SELECT * FROM found
            ON CONFLICT (department_id, kind, key) DO UPDATE SET name = excluded.name, verdict = excluded.verdict,
                is_best = excluded.is_best, with_contacts = excluded.with_contacts, with_good = excluded.with_good,
                without_contacts = excluded.without_contacts, without_good = excluded.without_good,
                uplift_basis_points = excluded.uplift_basis_points, low_basis_points = excluded.low_basis_points,
                high_basis_points = excluded.high_basis_points
            WHERE (p.*) IS DISTINCT FROM (excluded.*)
            """,
            rows.map(\.channel.department.rawValue),
            rows.map(\.channel.kind),
            rows.map(\.name.key),
            rows.map(\.name.text),
            judged.map(\.verdict.rawValue),
            judged.map(\.isBest),
            judged.map(\.with.contacts),
            judged.map(\.with.good),
            judged.map(\.without.contacts),
            judged.map(\.without.good),
            judged.map { $0.uplift?.differenceBasisPoints },
            judged.map { $0.uplift?.lowBasisPoints },
            judged.map { $0.uplift?.highBasisPoints }
        )
    }
}
