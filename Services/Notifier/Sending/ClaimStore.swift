import Contracts
import Foundation
import Postgres

/// Finds what is to be sent and writes attempts ahead of the sends.
enum ClaimStore {
    /// A message that is due, without its text.
    struct Candidate: Sendable {
        let id: UUID
        let kind: String
        let department: String
        let recipient: UUID?
        let isProspect: Bool
        /// Its attempt was begun and never ended.
        let isAbandoned: Bool
        let attempts: Int
        let unknowns: Int
        let dueAt: Date
        let silence: Silence?
    }

    /// One claim at a time for each channel, over all replicas: two would tell apart what belongs together.
    static func takeTurn(_ channel: Channel, in tx: isolated PostgresSession) throws {
        try tx.enqueue("SELECT pg_advisory_xact_lock(hashtext('notification claim'), hashtext($1))", channel.rawValue)
    }

    /// What a process was sending that shows no life any more is due at once. Its pulse is looked for longer than
    /// elsewhere, because to send twice is worse than to send late.
    static func release(
        from holder: UUID,
        _ channel: Channel,
        now: Date,
        in tx: isolated PostgresSession
    ) throws {
        try tx.enqueue(
            """
            UPDATE messages SET due_at = $3
            WHERE state = 'sending' AND holder <> $1 AND channel = $2 AND due_at > $3 AND NOT EXISTS (
                SELECT FROM relay AS r WHERE r.instance = messages.holder AND r.seen_at > now() - interval '30 seconds')
            """,
            holder,
            channel,
            now
        )
    }

    /// Those due, oldest first. An objection, a newer owner or the company's end silences what was decided before it was known.
    static func due(
        _ channel: Channel,
        now: Date,
        limit: Int,
        in tx: isolated PostgresSession
    ) throws -> [Candidate] {
        try tx.query(
            """
            SELECT m.id, m.kind, m.department_id, m.recipient_id, m.recipient_kind = 'prospect', m.state = 'sending',
                m.attempts, CASE WHEN m.attempts = 0 THEN 0
                    ELSE (SELECT count(*) FROM deliveries AS d WHERE d.message_id = m.id AND d.state = 'unknown') END,
                CASE WHEN m.recipient_kind = 'prospect' AND EXISTS (
                        SELECT FROM suppressions AS s
                        WHERE s.kind = 'address' AND s.fingerprint = m.address_fingerprint)
                    OR m.kind = ANY($4::text[]) AND EXISTS (
                        SELECT FROM suppressions AS s
                        WHERE s.kind = 'company' AND s.fingerprint = sha256(convert_to(m.company_id::text, 'UTF8')))
                    THEN 'opposed'
                WHEN m.lead_version IS NOT NULL AND EXISTS (
                        SELECT FROM messages AS newer
                        WHERE newer.lead_id = m.lead_id AND newer.lead_version > m.lead_version
                            AND newer.kind IN ('lead_assigned', 'lead_reassigned')
                            AND (newer.recipient_id = m.recipient_id) = (m.kind = 'lead_taken'))
                    THEN 'superseded'
                ELSE (SELECT min(d.reason) FROM departures AS d
                    WHERE d.company_id = m.company_id AND d.department_id IN ('', m.department_id)
                        AND d.at >= coalesce(m.decided_at, m.created_at)
                        AND (m.kind = ANY($4::text[]) OR (d.reason = 'withdrawn' AND m.kind = 'lead_taken'))) END, m.due_at
            FROM messages AS m
            WHERE m.state IN ('pending', 'sending') AND m.digest_id IS NULL AND m.channel = $1 AND m.due_at <= $2
            ORDER BY m.due_at, m.id LIMIT $3
            """,
            channel,
            now,
            limit,
            MessageKind.chases
        ).map { row in
            let (id, kind, department, recipient, isProspect, isAbandoned, attempts, unknowns, silence, dueAt) =
                try row.decode(
                    UUID.self,
                    String.self,
                    String.self,
                    UUID?.self,
                    Bool.self,
                    Bool.self,
                    Int.self,
                    Int.self,
                    String?.self,
                    Date.self
                )
            return Candidate(
                id: id,
                kind: kind,
                department: department,
                recipient: recipient,
                isProspect: isProspect,
                isAbandoned: isAbandoned,
                attempts: attempts,
                unknowns: unknowns,
                dueAt: dueAt,
                silence: isAbandoned ? nil : silence.flatMap(Silence.init(rawValue:))
            )
        }
    }

    static func silence(_ messages: [(id: UUID, why: Silence)], now: Date, in tx: isolated PostgresSession) throws {
        guard !messages.isEmpty else { return }
        try tx.execute(
            """
            UPDATE messages SET state = 'suppressed', state_reason = silent.reason, ended_at = $3
            FROM unnest($1::uuid[], $2::text[]) AS silent(id, reason)
            WHERE messages.id = silent.id AND state = 'pending'
            """,
            messages.map(\.id),
            messages.map(\.why.rawValue),
            now
        )
    }

    static func hold(_ messages: [(id: UUID, until: Date)], in tx: isolated PostgresSession) throws {
        guard !messages.isEmpty else { return }
        try tx.execute(
            """
            UPDATE messages SET due_at = held.until FROM unnest($1::uuid[], $2::timestamptz[]) AS held(id, until)
            WHERE messages.id = held.id AND state = 'pending'
            """,
            messages.map(\.id),
            messages.map(\.until)
        )
    }

    /// Ends the attempts that a process took with it: nobody knows what became of them.
    static func abandon(_ ids: [UUID], now: Date, in tx: isolated PostgresSession) throws {
        guard !ids.isEmpty else { return }
        try tx.execute(
            """
            UPDATE deliveries SET state = 'unknown', ended_at = $2
            WHERE message_id = ANY($1::uuid[]) AND state = 'sending'
            """,
            ids,
            now
        )
    }
}
