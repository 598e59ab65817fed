import Contracts
import Foundation
import Postgres

/// Writes decided messages.
enum DraftStore {
    /// What the sender listens to.
    static let bell = "filon_notifier"

    /// A draft whose effect exists already is nothing. What a full window would hold back anyway is due at its end from
    /// the start: a large import then writes each row once less. Wakes the senders when it commits.
    static func store(
        _ drafts: [Draft],
        domain: String,
        rule: DigestRule,
        now: Date,
        in tx: isolated PostgresSession
    ) throws {
        guard !drafts.isEmpty else { return }
        // In one order, so that two replicas with overlapping batches wait for each other instead of deadlocking.
        let drafts = drafts.sorted { $0.effectKey < $1.effectKey }
        let ids = drafts.map { _ in UUIDv7.make(at: now) }
        try tx.execute(
            """
            INSERT INTO messages (id, effect_key, department_id, kind, lead_id, company_id, recipient_id, channel,
                address, locale, subject, notice, wire_id, state, state_reason, due_at, lead_version, correlation_id,
                causation_id, created_at, ended_at, decided_at)
            SELECT id, effect_key, department, kind, lead, company, recipient, draft.channel, address, locale, subject,
                notice::jsonb, id::text || '@' || $19::text, CASE WHEN reason IS NULL THEN 'pending' ELSE 'suppressed' END,
                reason, greatest(due_at, full_window.until), version, correlation, causation, $18::timestamptz,
                CASE WHEN reason IS NOT NULL THEN $18::timestamptz END, decided_at
            FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::uuid[], $6::uuid[], $7::uuid[], $8::text[],
                $9::text[], $10::text[], $11::text[], $12::text[], $13::text[], $14::timestamptz[], $15::bigint[],
                $16::uuid[], $17::uuid[], $20::timestamptz[])
                AS draft(id, effect_key, department, kind, lead, company, recipient, channel, address, locale, subject,
                    notice, reason, due_at, version, correlation, causation, decided_at)
            LEFT JOIN windows AS full_window ON full_window.recipient_id = recipient
                AND full_window.department_id = department AND full_window.channel = draft.channel
                AND full_window.until > $18::timestamptz AND full_window.singles >= $21::integer
                AND kind = ANY($22::text[])
            ON CONFLICT (effect_key) DO NOTHING
            """,
            ids,
            drafts.map { String($0.effectKey.prefix(500)) },
            drafts.map(\.telling.department.rawValue),
            drafts.map(\.telling.kind),
            drafts.map { $0.telling.lead?.rawValue },
            drafts.map { $0.telling.company?.rawValue },
            drafts.map { $0.recipient?.rawValue },
            drafts.map(\.channel.rawValue),
            drafts.map(\.address),
            drafts.map(\.language.rawValue),
            drafts.map { $0.notice?.subject },
            try drafts.map { try $0.notice.map(NoticeCoding.text) },
            drafts.map { $0.silence?.rawValue },
            drafts.map(\.dueAt),
            drafts.map(\.telling.leadVersion),
            drafts.map(\.cause.correlation),
            drafts.map(\.cause.causation),
            now,
            domain,
            drafts.map(\.cause.at),
            Int32(clamping: rule.window > .zero ? rule.above : .max),
            MessageKind.gathered
        )
        if drafts.contains(where: { $0.silence == nil }) { try tx.enqueue("SELECT pg_notify($1, '')", bell) }
    }
}
