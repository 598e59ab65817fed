import Contracts
import Foundation
import Postgres

enum AuditStore {
    struct Entry: Sendable {
        let id: UUID
        let event: AuditRecorded
    }

    /// Chains the entries behind the last row. One replica appends at a time, or two rows would follow the same one.
    static func append(_ entries: [Entry], in tx: isolated PostgresSession) throws {
        try tx.enqueue("SELECT pg_advisory_xact_lock(hashtext('admin.audit_logs'))")
        let events = entries.map(\.event)
        try tx.execute(
            """
            WITH RECURSIVE entry AS (
                SELECT row_number() OVER (ORDER BY ord) AS ord, message_id, at, actor, action, object, department_id,
                    left(summary, 2000) AS summary
                FROM unnest($1::uuid[], $2::timestamptz[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[])
                    WITH ORDINALITY AS e (message_id, at, actor, action, object, department_id, summary, ord)
                WHERE NOT EXISTS (SELECT FROM audit_logs AS known WHERE known.message_id = e.message_id)
            ), chain AS (
                SELECT 0::bigint AS ord, NULL::bytea AS previous,
                    (SELECT hash FROM audit_logs ORDER BY position DESC LIMIT 1) AS hash
                UNION ALL
                SELECT e.ord, c.hash, admin.audit_hash(
                    c.hash, e.message_id, e.at, e.actor, e.action, e.object, e.department_id, e.summary)
                FROM chain AS c JOIN entry AS e ON e.ord = c.ord + 1
            )
            INSERT INTO audit_logs (message_id, at, actor, action, object, department_id, summary, previous_hash, hash)
            SELECT e.message_id, e.at, e.actor, e.action, e.object, e.department_id, e.summary, c.previous, c.hash
            FROM chain AS c JOIN entry AS e USING (ord) ORDER BY ord
            """,
            entries.map(\.id),
            events.map(\.at),
            events.map(\.actor),
            events.map(\.action),
            events.map(\.object),
            events.map { $0.department?.rawValue },
            events.map(\.summary)
        )
    }
}
