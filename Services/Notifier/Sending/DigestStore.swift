import Contracts
import Foundation
import Postgres

/// Digests, their lines and the windows in which lines are gathered.
enum DigestStore {
    static func windows(
        of groups: [Waiting.Group],
        _ channel: Channel,
        in tx: isolated PostgresSession
    ) throws -> [Waiting.Group: DigestWindow] {
        guard !groups.isEmpty else { return [:] }
        let rows = try tx.query(
            """
            SELECT recipient_id, department_id, until, singles FROM windows
            WHERE recipient_id = ANY($1::uuid[]) AND channel = $2
            """,
            groups.map(\.recipient),
            channel
        )
        return try rows.reduce(into: [:]) { windows, row in
            let (recipient, department, until, singles) = try row.decode(UUID.self, String.self, Date.self, Int.self)
            windows[.init(recipient: recipient, department: department)] = DigestWindow(until: until, singles: singles)
        }
    }

    static func keep(
        _ windows: [Waiting.Group: DigestWindow],
        _ channel: Channel,
        in tx: isolated PostgresSession
    ) throws {
        guard !windows.isEmpty else { return }
        let all = windows.sorted { $0.key.recipient.uuidString < $1.key.recipient.uuidString }
        try tx.enqueue(
            """
            INSERT INTO windows (recipient_id, department_id, channel, until, singles)
            SELECT recipient, department, $5::text, until, singles
            FROM unnest($1::uuid[], $2::text[], $3::timestamptz[], $4::integer[])
                AS w(recipient, department, until, singles)
            ON CONFLICT (recipient_id, department_id, channel)
                DO UPDATE SET until = excluded.until, singles = excluded.singles
            """,
            all.map(\.key.recipient),
            all.map(\.key.department),
            all.map(\.value.until),
            all.map { Int32(clamping: $0.value.singles) },
            channel
        )
    }

    /// What the lines say, in order.
    static func notices(of lines: [UUID], in tx: isolated PostgresSession) throws -> [(notice: String, locale: String)]
    {
        try tx.query(
            """
            SELECT m.notice::text, m.locale FROM messages AS m
            JOIN unnest($1::uuid[]) WITH ORDINALITY AS line(id, place) ON line.id = m.id
            WHERE m.state = 'pending' AND m.notice IS NOT NULL ORDER BY line.place
            """,
            lines
        ).map { try $0.decode(String.self, String.self) }
    }

    /// A message that carries `lines`, ready to be begun; it goes where the first of them would have gone.
    static func make(
        _ id: UUID,
        lines: [UUID],
        notice: Notice,
        domain: String,
        now: Date,
        in tx: isolated PostgresSession
    ) throws {
        try tx.execute(
            """
            WITH first AS (SELECT * FROM messages WHERE id = $2), digest AS (
                INSERT INTO digests (id, department_id, recipient_id, channel, lines, made_at)
                SELECT $1::uuid, department_id, recipient_id, channel, $3::integer, $7::timestamptz FROM first
            )
            INSERT INTO messages (id, effect_key, department_id, kind, recipient_id, channel, address, locale, subject,
                notice, wire_id, due_at, created_at)
            SELECT $1::uuid, 'lead_digest:-:' || $1::uuid || ':' || recipient_id || ':' || channel, department_id,
                'lead_digest', recipient_id, channel, address, locale, $4::text, $5::jsonb, $1::uuid || '@' || $6::text,
                $7::timestamptz, $7::timestamptz
            FROM first
            """,
            id,
            lines.first,
            Int32(clamping: lines.count),
            notice.subject,
            try NoticeCoding.text(notice),
            domain,
            now
        )
        try tx.execute(
            "UPDATE messages SET digest_id = $1 WHERE id = ANY($2::uuid[]) AND state = 'pending'",
            id,
            lines
        )
    }
}
